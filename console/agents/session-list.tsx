import type { AgentSession } from '../../shared/agents.ts';
import type { Page } from '../../shared/paging.ts';
import { fill } from '../../shared/wording.ts';
import { now } from '../core/clock.ts';
import { agoInSentence } from '../core/times.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Failed } from '../ui/state.tsx';
import { toast } from '../ui/toast.tsx';
import { refusalWords, words } from '../words/words.ts';

/** Where the agent is signed in. */
export function SessionList() {
  const { api } = useDesk();
  const { state, reload } = useLoaded(() => api.get<Page<AgentSession>>('/me/sessions'), 'sessions');
  const end = async (session: AgentSession) => {
    const answer = await api.delete(`/me/sessions/${session.id}`);
    if (!answer.ok && answer.error.code !== 'not_found') toast(refusalWords(answer.error));
    reload();
  };
  return (
    <section class="settings-section">
      <div>
        <h2 class="settings-part">{words.agents.sessions}</h2>
        <p class="settings-why">{words.agents.sessionsWhy}</p>
      </div>
      {state.kind === 'loading' && (
        <Loading label={words.agents.loadingSessions}>
          <Skeleton width="100%" height={64} />
        </Loading>
      )}
      {state.kind === 'failed' && (
        <Failed title={words.agents.sessionsFailed} says={refusalWords(state.refusal)} onRetry={reload} />
      )}
      {state.kind === 'ready' && (
        <ul class="settings-list">
          {state.value.items.map((session) => (
            <li key={session.id}>
              <div class="settings-item">
                <div class="settings-item-words">
                  <span class="settings-item-name">{session.browser}</span>
                  <span class="settings-item-faint">
                    {fill(words.agents.sessionSeen, {
                      address: session.address,
                      when: agoInSentence(session.lastSeenAt, now.value),
                    })}
                  </span>
                </div>
                {session.current ? (
                  <Chip tone="good">{words.agents.thisSession}</Chip>
                ) : (
                  <Button size="small" onClick={() => void end(session)}>
                    {words.frame.signOut}
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
