import { useEffect, useState } from 'preact/hooks';
import type { Ack } from '../../shared/errors.ts';
import { fill } from '../../shared/wording.ts';
import { useForm } from '../core/use-form.ts';
import { navigate } from '../router.ts';
import { useSession } from '../session-context.ts';
import { TextField } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Failed } from '../ui/state.tsx';
import { refusalWords, words } from '../words/words.ts';
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
    if (!form.require({ name: words.general.typeName, password: words.general.choosePassword })) return;
    const joined = await form.submit(() => session.api.post('/invites/accept', { ...form.values, token }));
    if (joined === null) return;
    await session.start();
    navigate('/console/', 'replace');
  };
  if (invite === null) {
    return (
      <Entrance title={words.agents.join} why={words.general.oneMoment}>
        <Loading label={words.agents.lookingAtInvite}>
          <Skeleton width="100%" height={40} />
        </Loading>
      </Entrance>
    );
  }
  if (!invite.ok) {
    const lost = invite.error.code === 'link_invalid' || invite.error.code === 'invalid_input';
    return (
      <Entrance title={words.agents.join} why={words.agents.inviteUnusable}>
        {lost ? (
          <Failed title={words.agents.linkUsed} says={words.agents.askForNew} />
        ) : (
          <Failed
            title={words.agents.inviteFailed}
            says={refusalWords(invite.error)}
            onRetry={() => void check()}
          />
        )}
      </Entrance>
    );
  }
  return (
    <Entrance title={words.agents.join} why={fill(words.agents.answerAs, { email: invite.value.email })}>
      <EntranceForm
        verb={words.agents.joinVerb}
        busy={form.busy}
        failure={form.failure}
        onSubmit={() => void submit()}
      >
        <TextField
          label={words.agents.yourName}
          help={words.agents.firstNameShown}
          tall
          value={form.values.name}
          error={form.faults.name}
          onText={(name) => form.set('name', name)}
          input={{ autocomplete: 'name', autoFocus: true, required: true }}
        />
        <PasswordField
          label={words.agents.password}
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
