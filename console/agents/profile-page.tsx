import type { Agent } from '../../shared/agents.ts';
import { LANGUAGES, type Language, ownName } from '../../shared/languages.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { LeaveGuard } from '../settings/leave-guard.tsx';
import { SettingsFrame, SettingsHead } from '../settings/settings-frame.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { SaveBar } from '../ui/save-bar.tsx';
import { words } from '../words/words.ts';
import { PasswordForm } from './password-form.tsx';
import { PictureField } from './picture-field.tsx';
import { SessionList } from './session-list.tsx';

const BROWSER = 'browser';

interface Values {
  name: string;
  language: Language | typeof BROWSER;
}

function valuesOf({ name, language }: Agent): Values {
  return { name, language: language ?? BROWSER };
}

/** What the agent decides about themselves. */
export function ProfilePage() {
  const desk = useDesk();
  const me = desk.me.value;
  const form = useForm<Values>(valuesOf(me));
  const { language } = form.values;
  const changes = Number(form.values.name.trim() !== me.name) + Number(language !== valuesOf(me).language);
  const save = async () => {
    const name = form.values.name.trim();
    if (!form.require({ name: words.general.nameNeeded })) return;
    const saved = await form.submit(() =>
      desk.api.patch<Agent>('/me', { name, language: language === BROWSER ? null : language }),
    );
    if (saved === null) return;
    desk.directory.take([saved]);
    form.reset(valuesOf(saved));
  };
  return (
    <SettingsFrame
      foot={
        <SaveBar
          changes={changes}
          saving={form.busy}
          failure={form.failure}
          onSave={() => void save()}
          onDiscard={() => form.reset(valuesOf(me))}
        />
      }
    >
      <SettingsHead title={words.frame.profile} why={words.agents.profileWhy} />
      <PictureField me={me} />
      <TextField
        label={words.general.name}
        help={words.agents.nameHelp}
        value={form.values.name}
        error={form.faults.name}
        onText={(name) => form.set('name', name)}
        input={{ autocomplete: 'name' }}
      />
      <div class="field">
        <p class="field-label">{words.general.email}</p>
        <p>{me.email}</p>
      </div>
      <SelectField
        label={words.general.language}
        help={words.agents.languageHelp}
        value={language}
        options={[
          { value: BROWSER, label: words.agents.asBrowser },
          ...LANGUAGES.map((value) => ({ value, label: ownName(value) })),
        ]}
        onPick={(picked) => form.set('language', picked)}
      />
      <hr class="settings-line" />
      <PasswordForm email={me.email} />
      <hr class="settings-line" />
      <SessionList />
      <LeaveGuard unsaved={changes > 0} />
    </SettingsFrame>
  );
}
