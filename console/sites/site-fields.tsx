import { useId } from 'preact/hooks';
import { LANGUAGES, ownName } from '../../shared/languages.ts';
import type { Form } from '../core/use-form.ts';
import { optionsOf, SelectField, TextAreaField, TextField } from '../ui/field.tsx';
import { SegmentsField } from '../ui/tabs.tsx';
import { contrastWords } from './contrast.ts';
import type { SiteDraft } from './site-draft.ts';
import './site-form.css';
import { fill } from '../../shared/wording.ts';
import { words } from '../words/words.ts';

const COLORS = [
  { value: '#4b3fd6', name: 'indigo' },
  { value: '#0f6b5c', name: 'green' },
  { value: '#b3261e', name: 'red' },
  { value: '#1d1b16', name: 'black' },
] as const;

/** Everything that can be set about a site. */
export function SiteFields({ form }: { form: Form<SiteDraft> }) {
  const field = (name: 'name' | 'greeting' | 'origins' | 'continueWithinHours' | 'categories') => ({
    value: form.values[name],
    error: form.faults[name],
    onText: (text: string) => form.set(name, text),
  });
  return (
    <>
      <TextField label={words.general.name} help={words.sites.nameHelp} {...field('name')} />
      <TextField label={words.sites.greeting} help={words.sites.greetingHelp} {...field('greeting')} />
      <div class="settings-two">
        <ColorField value={form.values.color} onPick={(color) => form.set('color', color)} />
        <SegmentsField
          label={words.sites.position}
          chosen={form.values.position}
          choices={optionsOf(words.sites.positions)}
          onChoose={(position) => form.set('position', position)}
        />
      </div>
      <SelectField
        label={words.general.language}
        help={words.sites.languageHelp}
        value={form.values.language}
        options={LANGUAGES.map((value) => ({ value, label: ownName(value) }))}
        onPick={(language) => form.set('language', language)}
      />
      <TextAreaField
        label={words.sites.origins}
        help={fill(words.sites.originsHelp, { one: 'https://shop.example', many: 'https://*.shop.example' })}
        input={{ placeholder: 'https://shop.example', spellcheck: false }}
        {...field('origins')}
      />
      <TextAreaField
        label={words.sites.categories}
        help={words.sites.categoriesHelp}
        rows={6}
        {...field('categories')}
      />
      <TextField
        label={words.sites.goesOn}
        help={words.sites.goesOnHelp}
        input={{ type: 'number', min: 0, max: 24 * 90 }}
        {...field('continueWithinHours')}
      />
      <SegmentsField
        label={words.sites.enabled}
        help={words.sites.enabledHelp}
        chosen={form.values.enabled}
        choices={[
          { value: 'on', label: words.general.on },
          { value: 'off', label: words.sites.switchedOff },
        ]}
        onChoose={(enabled) => form.set('enabled', enabled)}
      />
    </>
  );
}

function ColorField({ value, onPick }: { value: string; onPick(color: string): void }) {
  const id = useId();
  return (
    <div class="field">
      <span class="field-label" id={id}>
        {words.sites.color}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend that the label above already is */}
      <div class="swatches" role="group" aria-labelledby={id}>
        {COLORS.map((color) => (
          <button
            key={color.value}
            type="button"
            class="swatch"
            style={{ background: color.value }}
            aria-label={words.sites.colors[color.name]}
            aria-pressed={color.value === value}
            onClick={() => onPick(color.value)}
          />
        ))}
        <input
          type="color"
          class="swatch-own"
          aria-label={words.sites.anotherColor}
          value={value}
          onInput={(event) => onPick(event.currentTarget.value.toLowerCase())}
        />
        <span class="swatch-code">{value}</span>
      </div>
      <p class="field-help">{contrastWords(value)}</p>
    </div>
  );
}
