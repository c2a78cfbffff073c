import { z } from 'zod';
import type { WidgetConnections } from './connections/index.ts';
import type { Contacts, Vouched } from './contacts/index.ts';
import type { Conversations } from './conversations/index.ts';
import type { VisitorActor } from './core/actor.ts';
import type { Log } from './core/log.ts';
import { type Bus, topic } from './core/realtime/bus.ts';
import { rooms } from './core/realtime/rooms.ts';
import { Refused } from './core/refused.ts';
import { mayChat, type Sites } from './sites/index.ts';

/** It has been proved whose a browser is: its sockets, and the person's others, see other conversations now. */
const VouchedFor = topic(
  'people:vouched',
  z.object({ tokenHash: z.string(), personId: z.string(), from: z.string().nullable() }),
);
/** A site has other identity secrets now. */
const Rotated = topic('people:rotated', z.string());

interface FollowDeps {
  bus: Bus;
  conversations: Conversations;
  contacts: Contacts;
  sites: Sites;
  widgets: WidgetConnections;
  log: Log;
}

export interface People {
  /** It has just been proved whose a browser is. */
  vouched(tokenHash: string, vouched: Vouched): void;
  rotated(siteId: string): void;
  /**
   * A visitor as the store knows them: what other nodes have told may have been missed.
   * @throws Refused `unavailable` where it is somebody else by now: the socket is cut and comes back
   */
  recognize(visitor: VisitorActor): Promise<VisitorActor>;
}

/** Lets open sockets follow when it turns out who somebody is, on whichever node it did. */
export function followPeople({ bus, conversations, contacts, sites, widgets, log }: FollowDeps): People {
  const follow = ({ tokenHash, personId, from }: z.output<(typeof VouchedFor)['payload']>) => {
    const merged = from === null ? [] : [rooms.contact(from), rooms.contact(personId)];
    if (from !== null) contacts.forget(from);
    widgets.becameOthers([rooms.visitor(tokenHash), ...merged]);
    if (from === null) return;
    conversations.showAsPerson(from, personId).catch((error) => {
      log.warn(
        { err: error },
        'Consoles could not be told who a contact is; they see it when they look again.',
      );
    });
  };
  bus.on(VouchedFor, follow);
  const askPeopleAgain = (siteId: string) => widgets.askAgain(siteId, ({ person }) => person !== null);
  bus.on(Rotated, askPeopleAgain);
  sites.onChanged((site) => widgets.askAgain(site.id, (visitor) => !mayChat(site, visitor)));

  return {
    vouched(tokenHash, { personId, from }) {
      follow({ tokenHash, personId, from });
      bus.tell(VouchedFor, { tokenHash, personId, from });
      if (from === null) return;
      conversations.renamed(from).catch((error) => {
        log.warn(
          { err: error },
          'A list could not be told who a contact is; it is seen when it is read again.',
        );
      });
    },
    rotated(siteId) {
      askPeopleAgain(siteId);
      bus.tell(Rotated, siteId);
    },
    async recognize(visitor) {
      const now = await whoIs(contacts, visitor);
      if (now === null || now.person?.id !== visitor.person?.id) {
        widgets.becameOthers([rooms.visitor(visitor.tokenHash)]);
        throw new Refused('unavailable');
      }
      if (visitor.contactId === null && now.contactId !== null) {
        widgets.becameContact(visitor.tokenHash, now.contactId);
      }
      return now;
    },
  };
}

/** Null where the site's word for it no longer counts. */
async function whoIs(contacts: Contacts, visitor: VisitorActor): Promise<VisitorActor | null> {
  try {
    return await contacts.recognize(visitor);
  } catch (error) {
    if (error instanceof Refused && error.code === 'identity_expired') return null;
    throw error;
  }
}
