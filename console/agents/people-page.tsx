import { useState } from 'preact/hooks';
import type { Agent, Invite } from '../../shared/agents.ts';
import type { Page } from '../../shared/paging.ts';
import { fill } from '../../shared/wording.ts';
import { now } from '../core/clock.ts';
import { shortDay } from '../core/times.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { useDesk } from '../desk-context.ts';
import { SettingsFrame, SettingsHead } from '../settings/settings-frame.tsx';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Failed } from '../ui/state.tsx';
import { toast } from '../ui/toast.tsx';
import { refusalWords, words } from '../words/words.ts';
import { AgentItem } from './agent-item.tsx';
import { InviteDialog } from './invite-dialog.tsx';

/** Who answers here, and who is invited. */
export function PeoplePage() {
  const desk = useDesk();
  const admin = desk.me.value.role === 'admin';
  const [inviting, setInviting] = useState(false);
  const people = useLoaded(() => desk.api.get<Page<Agent>>('/agents'), 'agents');
  const invites = useLoaded<Page<Invite>>(
    () => (admin ? desk.api.get('/invites') : Promise.resolve({ ok: true, value: NOBODY })),
    String(admin),
  );
  // The list as loaded, each as the desk knows them now: presence and changes come live.
  const loaded = people.state.kind === 'ready' ? people.state.value.items : [];
  const agents = loaded.map((agent) => desk.directory.find(agent.id) ?? agent);
  const sorted = [...agents].sort(
    (a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name),
  );
  return (
    <SettingsFrame>
      <SettingsHead
        title={words.frame.people}
        why={words.agents.peopleWhy}
        action={
          admin && (
            <Button look="primary" onClick={() => setInviting(true)}>
              {words.agents.inviteSomebody}
            </Button>
          )
        }
      />
      {people.state.kind === 'loading' && (
        <Loading label={words.agents.loadingPeople}>
          <Skeleton width="100%" height={120} />
        </Loading>
      )}
      {people.state.kind === 'failed' && (
        <Failed
          title={words.agents.peopleFailed}
          says={refusalWords(people.state.refusal)}
          onRetry={people.reload}
        />
      )}
      {people.state.kind === 'ready' && (
        <ul class="settings-list" aria-label={words.frame.people}>
          {sorted.map((agent) => (
            <li key={agent.id}>
              <AgentItem agent={agent} />
            </li>
          ))}
        </ul>
      )}
      {invites.state.kind === 'ready' && invites.state.value.items.length > 0 && (
        <Invites invites={invites.state.value.items} onChanged={invites.reload} />
      )}
      {inviting && <InviteDialog onInvited={invites.reload} onClose={() => setInviting(false)} />}
    </SettingsFrame>
  );
}

const NOBODY: Page<Invite> = { items: [], nextCursor: null };

function Invites({ invites, onChanged }: { invites: readonly Invite[]; onChanged(): void }) {
  const { api } = useDesk();
  const withdraw = async (invite: Invite) => {
    const answer = await api.delete(`/invites/${invite.id}`);
    if (!answer.ok && answer.error.code !== 'not_found') toast(refusalWords(answer.error));
    onChanged();
  };
  return (
    <section class="settings-section">
      <h2 class="settings-part">{words.agents.invited}</h2>
      <ul class="settings-list">
        {invites.map((invite) => (
          <li key={invite.id}>
            <div class="settings-item">
              <div class="settings-item-words">
                <span class="settings-item-name">{invite.email}</span>
                <span class="settings-item-faint">
                  {fill(words.agents.linkUntil, { day: shortDay(invite.expiresAt, now.value) })}
                </span>
              </div>
              <Chip>{words.agents.roles[invite.role]}</Chip>
              <Button size="small" look="quiet" onClick={() => void withdraw(invite)}>
                {words.agents.takeBack}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
