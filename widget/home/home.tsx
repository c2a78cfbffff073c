import { DetailsFields, useDetails } from '../contacts/details-fields.tsx';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { newestFirst } from '../core/talks.ts';
import { Composer } from '../messages/composer.tsx';
import type { Shell } from '../shell.ts';
import { CloseButton } from '../ui/close-button.tsx';
import { Face } from '../ui/face.tsx';
import { PresenceLine } from '../ui/presence-line.tsx';
import { EarlierTalk } from './earlier-talk.tsx';

/** The start: who we are, who is there, a place to write, and what has been said before. */
export function Home({ chat, state, shell }: { chat: Chat; state: ChatState; shell: Shell }) {
  const { presence, site } = state;
  const talks = newestFirst(state.talks);
  const asks = presence !== null && !presence.here && !state.contact?.email;
  const agents = presence?.here ? presence.agents : [];
  return (
    <div class="scroll">
      <div class="hero">
        {agents.length > 0 && (
          <div class="faces">
            {agents.map((agent) => (
              <Face key={agent.id} person={agent} />
            ))}
          </div>
        )}
        <h1 dir="auto">{site.greeting || 'Hello.'}</h1>
        {!asks && <PresenceLine state={state} />}
        <CloseButton shell={shell} />
      </div>
      <Write chat={chat} asks={asks} />
      {talks.length > 0 && (
        <div class="cards">
          <ul class="card earlier" aria-label="Your conversations">
            {talks.map((talk) => (
              <EarlierTalk key={talk.conversation.id} talk={talk} chat={chat} state={state} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/**
 * A place to write. Where nobody is there that is said plainly, with a way to be reached: around the same field, so that
 * whoever is writing just then goes on.
 */
function Write({ chat, asks }: { chat: Chat; asks: boolean }) {
  const form = useDetails();
  return (
    <div class={asks ? '' : 'cards'}>
      <section class={asks ? 'form' : 'card'}>
        {asks ? (
          <p class="tell">
            Nobody is here right now. Leave your message and your email: we answer here, and can write to you
            too.
          </p>
        ) : (
          <h2>Write to us</h2>
        )}
        {asks && <DetailsFields form={form} />}
        <Composer chat={chat} {...(asks && { details: form.read })} />
      </section>
    </div>
  );
}
