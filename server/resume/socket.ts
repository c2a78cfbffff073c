import type { WidgetEvents } from '../../shared/events.ts';
import { AcceptResume, OfferResume } from '../../shared/resume.ts';
import type { VisitorActor } from '../core/actor.ts';
import { type EventContext, type EventHandlers, event } from '../core/realtime/on-event.ts';
import type { Publisher } from '../core/realtime/publish.ts';
import { rooms } from '../core/realtime/rooms.ts';
import type { ResumeLinks } from './resume-links.ts';

/** A person asks for one, and once more when it has not been used in time. */
const OFFERS = { burst: 10, perSecond: 0.1 };
const ACCEPTS = { burst: 10, perSecond: 0.2 };

interface ResumeSocketDeps {
  links: ResumeLinks;
  publisher: Publisher;
  /** A visitor as the store knows them now. */
  recognize(visitor: VisitorActor): Promise<VisitorActor>;
}

export function widgetEvents({ links, publisher, recognize }: ResumeSocketDeps) {
  return {
    'resume:offer': event({
      input: OfferResume,
      limit: OFFERS,
      async handle({ actor }: EventContext<VisitorActor>, { conversationId }) {
        return links.offer(await recognize(actor), conversationId);
      },
    }),
    'resume:accept': event({
      input: AcceptResume,
      limit: ACCEPTS,
      async handle({ actor }: EventContext<VisitorActor>, input) {
        const { conversationId, contactId } = await links.accept(actor, input);
        publisher.toWidgets(rooms.contact(contactId), 'resumed', { conversationId });
        return { conversationId };
      },
    }),
  } satisfies EventHandlers<VisitorActor, WidgetEvents>;
}
