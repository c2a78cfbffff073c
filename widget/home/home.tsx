import { fill, lengthOf } from '../../shared/wording.ts';
import { DetailsFields, useDetails } from '../contacts/details-fields.tsx';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { Composer } from '../messages/composer.tsx';
import type { Shell } from '../shell.ts';
import { CloseButton } from '../ui/close-button.tsx';
import { Face } from '../ui/face.tsx';
import { Later } from '../ui/later.tsx';
import { PresenceLine } from '../ui/presence-line.tsx';
import { language, words } from '../words/words.ts';

const earlierTalks = () => import('../later.ts').then(({ EarlierTalks }) => EarlierTalks);

/** The start: who we are, who is there, a place to write, and what has been said before. */
export function Home({ chat, state, shell }: { chat: Chat; state: ChatState; shell: Shell }) {
  const { presence, site, replyWithin } = state;
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
        <h1 dir="auto">{site.greeting || words.hello}</h1>
        {!asks && <PresenceLine state={state} />}
        {presence?.here && replyWithin && (
          <p class="small">{fill(words.answersWithin, { time: lengthOf(language, replyWithin) })}</p>
        )}
        <CloseButton shell={shell} />
      </div>
      <Write chat={chat} asks={asks} />
      {Object.keys(state.talks).length > 0 && <Later load={earlierTalks} chat={chat} state={state} />}
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
        {asks ? <p class="tell">{words.leaveMessage}</p> : <h2>{words.writeToUs}</h2>}
        {asks && <DetailsFields form={form} />}
        <Composer chat={chat} {...(asks && { details: form.read })} />
      </section>
    </div>
  );
}
