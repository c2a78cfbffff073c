import { useForm } from '../core/use-form.ts';
import type { SignedOutWhy } from '../session.ts';
import { useSession } from '../session-context.ts';
import { TextField } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { words } from '../words/words.ts';
import { Entrance, EntranceForm } from './entrance.tsx';

/** Shown in place of whatever was asked for; its address stays, so that signing in goes on there. */
export function SignInPage({ setUpNeeded, why }: { setUpNeeded: boolean; why: SignedOutWhy }) {
  const session = useSession();
  const form = useForm({ email: '', password: '' });
  const submit = async () => {
    if (!form.require({ email: words.general.typeEmail, password: words.general.typePassword })) return;
    const signedIn = await form.submit(() => session.api.post('/session', form.values));
    if (signedIn !== null) await session.start();
  };
  return (
    <Entrance title={words.agents.signIn} why={words.agents.signInWhy}>
      {setUpNeeded && (
        <p class="entrance-notice" role="status">
          {words.agents.nobodyYet}
        </p>
      )}
      {why && (
        <p class="entrance-notice" role="status">
          {words.frame[why]}
        </p>
      )}
      <EntranceForm
        verb={words.agents.signIn}
        busy={form.busy}
        failure={form.failure}
        onSubmit={() => void submit()}
      >
        <TextField
          label={words.general.email}
          tall
          value={form.values.email}
          error={form.faults.email}
          onText={(email) => form.set('email', email)}
          input={{
            type: 'email',
            autocomplete: 'username',
            autoFocus: true,
            required: true,
            spellcheck: false,
          }}
        />
        <PasswordField
          label={words.agents.password}
          purpose="current"
          tall
          value={form.values.password}
          error={form.faults.password}
          onText={(password) => form.set('password', password)}
        />
      </EntranceForm>
    </Entrance>
  );
}
