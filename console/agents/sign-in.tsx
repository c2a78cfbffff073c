import { useForm } from '../core/use-form.ts';
import { useSession } from '../session-context.ts';
import { TextField } from '../ui/field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Entrance, EntranceForm } from './entrance.tsx';

/** Shown in place of whatever was asked for; its address stays, so that signing in goes on there. */
export function SignInPage({ setUpNeeded, says }: { setUpNeeded: boolean; says: string | null }) {
  const session = useSession();
  const form = useForm({ email: '', password: '' });
  const submit = async () => {
    if (!form.require({ email: 'Type your email.', password: 'Type your password.' })) return;
    const signedIn = await form.submit(() => session.api.post('/session', form.values));
    if (signedIn !== null) await session.start();
  };
  return (
    <Entrance title="Sign in" why="To answer the people who write to you.">
      {setUpNeeded && (
        <p class="entrance-notice" role="status">
          Nobody works here yet. Open the set-up link that the server printed when it started.
        </p>
      )}
      {says && (
        <p class="entrance-notice" role="status">
          {says}
        </p>
      )}
      <EntranceForm verb="Sign in" busy={form.busy} failure={form.failure} onSubmit={() => void submit()}>
        <TextField
          label="Email"
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
          label="Password"
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
