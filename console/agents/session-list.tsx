import type { AgentSession } from '../../shared/agents.ts';
import type { Page } from '../../shared/paging.ts';
import { now } from '../core/clock.ts';
import { agoTime } from '../core/times.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Failed } from '../ui/state.tsx';
import { toast } from '../ui/toast.tsx';

/** Where the agent is signed in. */
export function SessionList() {
  const { api } = useDesk();
  const { state, reload } = useLoaded(() => api.get<Page<AgentSession>>('/me/sessions'), 'sessions');
  const end = async (session: AgentSession) => {
    const answer = await api.delete(`/me/sessions/${session.id}`);
    if (!answer.ok && answer.error.code !== 'not_found') toast(answer.error.message);
    reload();
  };
  return (
    <section class="settings-section">
      <div>
        <h2 class="settings-part">Where you are signed in</h2>
        <p class="settings-why">Sign out where you no longer are.</p>
      </div>
      {state.kind === 'loading' && (
        <Loading label="Loading sessions">
          <Skeleton width="100%" height={64} />
        </Loading>
      )}
      {state.kind === 'failed' && (
        <Failed title="This could not be loaded" says={state.refusal.message} onRetry={reload} />
      )}
      {state.kind === 'ready' && (
        <ul class="settings-list">
          {state.value.items.map((session) => (
            <li key={session.id}>
              <div class="settings-item">
                <div class="settings-item-words">
                  <span class="settings-item-name">{session.browser}</span>
                  <span class="settings-item-faint">
                    {session.address} · seen {seenWords(session.lastSeenAt, now.value)}
                  </span>
                </div>
                {session.current ? (
                  <Chip tone="good">This one</Chip>
                ) : (
                  <Button size="small" onClick={() => void end(session)}>
                    Sign out
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function seenWords(at: number, time: number): string {
  const words = agoTime(at, time);
  return /\d (min|h)$/.test(words) ? `${words} ago` : words.toLowerCase();
}
