import type { ChatState } from '../core/chat-state.ts';
import { whoIsHere } from './words.ts';

/**
 * Whether somebody is there to answer.
 *
 * @param agentId whose presence matters most, if anybody's
 */
export function PresenceLine({ state, agentId }: { state: ChatState; agentId?: string | undefined }) {
  const { presence, link } = state;
  if (link.kind === 'offline') return <p class="small">Not connected</p>;
  if (presence === null) return <span class="bone line" />;
  if (!presence.here) return <p class="small">Nobody is here right now</p>;
  const { agents } = presence;
  return (
    <p class="small presence">
      <span class="cut">
        {agents.some(({ id }) => id === agentId) ? 'Here now' : whoIsHere(agents.map(({ name }) => name))}
      </span>
    </p>
  );
}
