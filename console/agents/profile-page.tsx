import type { Agent } from '../../shared/agents.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { LeaveGuard } from '../settings/leave-guard.tsx';
import { SettingsFrame, SettingsHead } from '../settings/settings-frame.tsx';
import { TextField } from '../ui/field.tsx';
import { SaveBar } from '../ui/save-bar.tsx';
import { PasswordForm } from './password-form.tsx';
import { PictureField } from './picture-field.tsx';
import { SessionList } from './session-list.tsx';

/** What the agent decides about themselves. */
export function ProfilePage() {
  const desk = useDesk();
  const me = desk.me.value;
  const form = useForm({ name: me.name });
  const changes = form.values.name.trim() === me.name ? 0 : 1;
  const save = async () => {
    const name = form.values.name.trim();
    if (!form.require({ name: 'A name is needed.' })) return;
    const saved = await form.submit(() => desk.api.patch<Agent>('/me', { name }));
    if (saved === null) return;
    desk.directory.take([saved]);
    form.reset({ name: saved.name });
  };
  return (
    <SettingsFrame
      foot={
        <SaveBar
          changes={changes}
          saving={form.busy}
          failure={form.failure}
          onSave={() => void save()}
          onDiscard={() => form.reset({ name: me.name })}
        />
      }
    >
      <SettingsHead title="Profile" why="How colleagues and visitors see you." />
      <PictureField me={me} />
      <TextField
        label="Name"
        help="Colleagues see all of it, visitors your first name."
        value={form.values.name}
        error={form.faults.name}
        onText={(name) => form.set('name', name)}
        input={{ autocomplete: 'name' }}
      />
      <div class="field">
        <p class="field-label">Email</p>
        <p>{me.email}</p>
      </div>
      <hr class="settings-line" />
      <PasswordForm email={me.email} />
      <hr class="settings-line" />
      <SessionList />
      <LeaveGuard unsaved={changes > 0} />
    </SettingsFrame>
  );
}
