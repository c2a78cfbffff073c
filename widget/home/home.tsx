import { fill, lengthOf } from '../../shared/wording.ts';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { Later } from '../core/later.tsx';
import { part } from '../core/part.ts';
import { Start } from '../forms/start.tsx';
import { formOf } from '../forms/which-form.ts';
import type { Shell } from '../shell.ts';
import { CloseButton } from '../ui/close-button.tsx';
import { Face } from '../ui/face.tsx';
import { Logo } from '../ui/logo.tsx';
import { PresenceLine } from '../ui/presence-line.tsx';
import { language, words } from '../words/words.ts';

const earlierTalks = part('EarlierTalks');

/** The start: who we are, who is there, a place to write, and what has been said before. */
export function Home({ chat, state, shell }: { chat: Chat; state: ChatState; shell: Shell }) {
  const { presence, site, replyWithin } = state;
  const asked = formOf(state);
  const agents = presence?.here ? presence.agents : [];
  return (
    <div class="scroll">
      <div class="hero">
        {(site.logo || agents.length > 0) && (
          <div class="faces">
            <Logo site={site} named />
            {agents.map((agent) => (
              <Face key={agent.id} person={agent} />
            ))}
          </div>
        )}
        <h1 dir="auto">{words.greeting}</h1>
        {(!asked?.away || asked.form?.intro || presence?.backAt) && <PresenceLine state={state} />}
        {presence?.here && replyWithin && (
          <p class="small">{fill(words.answersWithin, { time: lengthOf(language, replyWithin) })}</p>
        )}
        <CloseButton shell={shell} />
      </div>
      <Start chat={chat} state={state} asked={asked} />
      {Object.keys(state.talks).length > 0 && <Later load={earlierTalks} chat={chat} state={state} />}
    </div>
  );
}
