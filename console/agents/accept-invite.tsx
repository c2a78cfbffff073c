import { useEffect, useState } from 'preact/hooks';
import type { Ack } from '../../shared/errors.ts';
import { useForm } from '../core/use-form.ts';
import { navigate } from '../router.ts';
import { useSession } from '../session-context.ts';
import { TextField } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Failed } from '../ui/state.tsx';
import { Entrance, EntranceForm } from './entrance.tsx';

/** Where the link of an invitation leads. */
export function AcceptInvitePage({ token }: { token: string }) {
  const session = useSession();
  const [invite, setInvite] = useState<Ack<{ email: string }> | null>(null);
  const form = useForm({ name: '', password: '' });
  const check = async () => {
    setInvite(null);
    setInvite(await session.api.post<{ email: string }>('/invites/check', { token }));
  };
  useEffect(() => void check(), [token]);
  const submit = async () => {
    if (!form.require({ name: 'Type your name.', password: 'Choose a password.' })) return;
    const joined = await form.submit(() => session.api.post('/invites/accept', { ...form.values, token }));
    if (joined === null) return;
    await session.start();
    navigate('/console/', 'replace');
  };
  if (invite === null) {
    return (
      <Entrance title="Join your team" why="One moment.">
        <Loading label="Looking at the invitation">
          <Skeleton width="100%" height={40} />
        </Loading>
      </Entrance>
    );
  }
  if (!invite.ok) {
    const lost = invite.error.code === 'link_invalid' || invite.error.code === 'invalid_input';
    return (
      <Entrance title="Join your team" why="This invitation cannot be used.">
        {lost ? (
          <Failed
            title="This link has been used or has expired"
            says="Ask whoever invited you for a new one."
          />
        ) : (
          <Failed
            title="The invitation could not be looked at"
            says={invite.error.message}
            onRetry={() => void check()}
          />
        )}
      </Entrance>
    );
  }
  return (
    <Entrance title="Join your team" why={`You answer as ${invite.value.email}.`}>
      <EntranceForm verb="Join" busy={form.busy} failure={form.failure} onSubmit={() => void submit()}>
        <TextField
          label="Your name"
          help="Visitors see your first name."
          tall
          value={form.values.name}
          error={form.faults.name}
          onText={(name) => form.set('name', name)}
          input={{ autocomplete: 'name', autoFocus: true, required: true }}
        />
        <PasswordField
          label="Password"
          purpose="new"
          tall
          value={form.values.password}
          error={form.faults.password}
          onText={(password) => form.set('password', password)}
        />
      </EntranceForm>
    </Entrance>
  );
}
