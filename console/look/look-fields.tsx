import { GREETING_MAX_CHARACTERS, OFFSET_MAX_PIXELS } from '../../shared/limits.ts';
import type { Site } from '../../shared/sites.ts';
import type { Form } from '../core/use-form.ts';
import { optionsOf, TextField } from '../ui/field.tsx';
import { SegmentsField } from '../ui/tabs.tsx';
import { fillWith } from '../words/fill-with.ts';
import { words } from '../words/words.ts';
import { ColorField } from './color-field.tsx';
import { LauncherField } from './launcher-field.tsx';
import { draftedLogo } from './logo-draft.ts';
import { LogoField } from './logo-field.tsx';
import type { LookDraft } from './look-draft.ts';
import type { LookedAt } from './site-look.tsx';
import { TextFields } from './text-fields.tsx';

export interface LookFieldsProps {
  site: Site;
  form: Form<LookDraft>;
  lookedAt: LookedAt;
  onLook(at: LookedAt): void;
}

/** Everything that can be set about a look. */
export function LookFields(props: LookFieldsProps) {
  return (
    <>
      <ShapeFields {...props} />
      <hr class="settings-line" />
      <PlaceFields {...props} />
      <hr class="settings-line" />
      <WordFields {...props} />
    </>
  );
}

function ShapeFields({ site, form, lookedAt, onLook }: LookFieldsProps) {
  const { values, faults, set } = form;
  const look = () => onLook({ ...lookedAt, what: 'chat' });
  return (
    <>
      <h2 class="settings-part">{words.look.shape}</h2>
      <LogoField
        site={site}
        draft={values.logo}
        error={faults.logo}
        onChange={(logo) => {
          set('logo', logo);
          look();
        }}
      />
      <ColorField
        value={values.color}
        theme={values.theme}
        onPick={(color) => {
          set('color', color);
          look();
        }}
      />
      <SegmentsField
        label={words.look.theme}
        help={fillWith(words.look.themeHelp, { code: <code key="code">color-scheme</code> })}
        chosen={values.theme}
        choices={optionsOf(words.look.themes)}
        onChoose={(theme) => {
          set('theme', theme);
          look();
        }}
      />
    </>
  );
}

function PlaceFields({ site, form, lookedAt, onLook }: LookFieldsProps) {
  const { values, faults } = form;
  const look = (what: LookedAt['what']) => onLook({ ...lookedAt, what });
  const distance = (name: 'side' | 'bottom') => ({
    label: words.look[name],
    value: values[name],
    error: faults[name],
    input: { type: 'number', min: 0, max: OFFSET_MAX_PIXELS } as const,
    onText: (text: string) => {
      form.set(name, text);
      look('place');
    },
  });
  return (
    <>
      <h2 class="settings-part">{words.look.place}</h2>
      <LauncherField
        value={values.launcher}
        logoUrl={draftedLogo(site, values.logo)?.url}
        onPick={(launcher) => {
          form.set('launcher', launcher);
          look('launcher');
        }}
      />
      <SegmentsField
        label={words.look.position}
        chosen={values.position}
        choices={optionsOf(words.look.positions)}
        onChoose={(position) => {
          form.set('position', position);
          look('place');
        }}
      />
      <div class="field">
        <div class="settings-two">
          <TextField {...distance('side')} />
          <TextField {...distance('bottom')} />
        </div>
        <p class="field-help">{words.look.offsetHelp}</p>
      </div>
    </>
  );
}

function WordFields({ form, lookedAt, onLook }: LookFieldsProps) {
  const { values, faults, set } = form;
  const { language } = lookedAt;
  return (
    <>
      <div>
        <h2 class="settings-part">{words.look.says}</h2>
        <p class="settings-why">{words.look.saysWhy}</p>
      </div>
      <TextField
        label={words.look.greeting}
        help={words.look.greetingHelp}
        value={values.greeting}
        error={faults.greeting}
        input={{ maxLength: GREETING_MAX_CHARACTERS }}
        onText={(greeting) => {
          set('greeting', greeting);
          onLook({ ...lookedAt, what: 'chat' });
        }}
      />
      <TextFields
        language={language}
        texts={values.texts}
        onLanguage={(chosen) => onLook({ ...lookedAt, language: chosen })}
        onText={(name, text) => {
          set('texts', { ...values.texts, [language]: { ...values.texts[language], [name]: text } });
          onLook({ language, what: name === 'away' ? 'away' : 'chat' });
        }}
      />
    </>
  );
}
