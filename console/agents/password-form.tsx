import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../ui/button.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { toast } from '../ui/toast.tsx';

const EMPTY = { current: '', next: '' };

/** Another password; everywhere else the agent is signed out. */
export function PasswordForm({ email }: { email: string }) {
  const { api } = useDesk();
  const form = useForm(EMPTY);
  const submit = async () => {
    if (!form.require({ current: 'Type the password you have now.', next: 'Choose a password.' })) return;
    const done = await form.submit(async () => {
      const answer = await api.put<null>('/me/password', form.values);
      // Nothing comes back: that it went well is all there is to know.
      return answer.ok ? { ok: true, value: true } : answer;
    });
    if (done === null) return;
    form.reset(EMPTY);
    toast('Your password is changed. You are signed out everywhere else.');
  };
  return (
    <form
      class="settings-fields"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!form.busy) void submit();
      }}
    >
      <h2 class="settings-part">Password</h2>
      <input type="text" hidden autocomplete="username" value={email} readOnly />
      <PasswordField
        label="Password now"
        purpose="current"
        value={form.values.current}
        error={form.faults.current}
        onText={(current) => form.set('current', current)}
      />
      <PasswordField
        label="New password"
        purpose="new"
        value={form.values.next}
        error={form.faults.next}
        onText={(next) => form.set('next', next)}
      />
      {form.failure && (
        <p class="settings-failure" role="alert">
          {form.failure}
        </p>
      )}
      <div>
        <Button type="submit" busy={form.busy}>
          Change password
        </Button>
      </div>
    </form>
  );
}
