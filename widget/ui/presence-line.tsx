import { counted, listed } from '../../shared/wording.ts';
import type { ChatState } from '../core/chat-state.ts';
import { Later } from '../core/later.tsx';
import { part } from '../core/part.ts';
import { language, words } from '../words/words.ts';

const whenBack = part('WhenBack');

/**
 * Whether somebody is there to answer.
 *
 * @param agentId whose presence matters most, if anybody's
 */
export function PresenceLine({ state, agentId }: { state: ChatState; agentId?: string | undefined }) {
  const { presence, link } = state;
  if (link.kind === 'offline') return <p class="small">{words.notConnected}</p>;
  if (presence === null) return <span class="bone line" />;
  if (!presence.here) {
    const { backAt } = presence;
    return (
      <p class="small">{backAt ? <Later load={whenBack} before={words.away} at={backAt} /> : words.away}</p>
    );
  }
  const { agents } = presence;
  return (
    <p class="small presence">
      <span class="cut">
        {agents.some(({ id }) => id === agentId) ? words.hereNow : whoIsHere(agents.map(({ name }) => name))}
      </span>
    </p>
  );
}

/** Who is there, as a sentence without its end: `Ana and Sofia are here`. */
function whoIsHere(names: readonly string[]): string {
  if (names.length === 0) return words.weAreHere;
  return counted(language, words.areHere, names.length, { names: listed(language, names) });
}
