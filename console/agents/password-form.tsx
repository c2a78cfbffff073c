import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../ui/button.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { toast } from '../ui/toast.tsx';
import { words } from '../words/words.ts';

const EMPTY = { current: '', next: '' };

/** Another password; everywhere else the agent is signed out. */
export function PasswordForm({ email }: { email: string }) {
  const { api } = useDesk();
  const form = useForm(EMPTY);
  const submit = async () => {
    if (!form.require({ current: words.agents.typePasswordNow, next: words.general.choosePassword })) return;
    const done = await form.submit(async () => {
      const answer = await api.put<null>('/me/password', form.values);
      // Nothing comes back: that it went well is all there is to know.
      return answer.ok ? { ok: true, value: true } : answer;
    });
    if (done === null) return;
    form.reset(EMPTY);
    toast(words.agents.passwordChanged);
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
      <h2 class="settings-part">{words.agents.password}</h2>
      <input type="text" hidden autocomplete="username" value={email} readOnly />
      <PasswordField
        label={words.agents.passwordNow}
        purpose="current"
        value={form.values.current}
        error={form.faults.current}
        onText={(current) => form.set('current', current)}
      />
      <PasswordField
        label={words.agents.newPassword}
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
          {words.agents.changePassword}
        </Button>
      </div>
    </form>
  );
}
