import { useForm } from '../core/use-form.ts';
import { navigate } from '../router.ts';
import { useSession } from '../session-context.ts';
import { PasswordField } from '../ui/password-field.tsx';
import { words } from '../words/words.ts';
import { Entrance, EntranceForm } from './entrance.tsx';

/** Where a one-time link for somebody who is locked out leads. */
export function ResetPasswordPage({ token }: { token: string }) {
  const session = useSession();
  const form = useForm({ password: '' });
  const submit = async () => {
    if (!form.require({ password: words.general.choosePassword })) return;
    const done = await form.submit(() => session.api.post('/reset', { ...form.values, token }));
    if (done === null) return;
    await session.start();
    navigate('/console/', 'replace');
  };
  return (
    <Entrance title={words.agents.reset} why={words.agents.signedOutElsewhere}>
      <EntranceForm
        verb={words.agents.resetVerb}
        busy={form.busy}
        failure={form.failure}
        onSubmit={() => void submit()}
      >
        <PasswordField
          label={words.agents.newPassword}
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
