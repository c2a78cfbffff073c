import { useId } from 'preact/hooks';
import { LANGUAGES, ownName } from '../../shared/languages.ts';
import type { Form } from '../core/use-form.ts';
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx';
import { Segments } from '../ui/tabs.tsx';
import { contrastWords } from './contrast.ts';
import type { SiteDraft } from './site-draft.ts';
import './site-form.css';

const COLORS = [
  { value: '#4b3fd6', name: 'Indigo' },
  { value: '#0f6b5c', name: 'Green' },
  { value: '#b3261e', name: 'Red' },
  { value: '#1d1b16', name: 'Black' },
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
      <TextField label="Name" help="Visitors see it at the top of the chat." {...field('name')} />
      <TextField label="Greeting" help="Shown above the chat. Up to 80 characters." {...field('greeting')} />
      <div class="settings-two">
        <ColorField value={form.values.color} onPick={(color) => form.set('color', color)} />
        <div class="field">
          <span class="field-label" aria-hidden="true">
            Position
          </span>
          <Segments
            label="Position"
            chosen={form.values.position}
            choices={[
              { value: 'left', label: 'Left' },
              { value: 'right', label: 'Right' },
            ]}
            onChoose={(position) => form.set('position', position)}
          />
        </div>
      </div>
      <SelectField
        label="Language"
        help="Of the chat, where neither the page nor the visitor’s browser has one that the chat speaks."
        value={form.values.language}
        options={LANGUAGES.map((value) => ({ value, label: ownName(value) }))}
        onPick={(language) => form.set('language', language)}
      />
      <TextAreaField
        label="Where it may run"
        help="One address in a line, such as https://shop.example or https://*.shop.example. Empty means anywhere. Other pages are refused with a line in their browser’s console."
        input={{ placeholder: 'https://shop.example', spellcheck: false }}
        {...field('origins')}
      />
      <TextAreaField label="Categories of tickets" help="One in a line." rows={6} {...field('categories')} />
      <TextField
        label="A resolved chat goes on for"
        help="Hours in which a visitor who writes again finds the same conversation. After that a new one begins."
        input={{ type: 'number', min: 0, max: 24 * 90 }}
        {...field('continueWithinHours')}
      />
      <div class="field">
        <span class="field-label" aria-hidden="true">
          Chat on this site
        </span>
        <Segments
          label="Chat on this site"
          chosen={form.values.enabled}
          choices={[
            { value: 'on', label: 'On' },
            { value: 'off', label: 'Switched off' },
          ]}
          onChoose={(enabled) => form.set('enabled', enabled)}
        />
        <p class="field-help">Switched off, pages show no chat. Conversations and tickets stay here.</p>
      </div>
    </>
  );
}

function ColorField({ value, onPick }: { value: string; onPick(color: string): void }) {
  const id = useId();
  return (
    <div class="field">
      <span class="field-label" id={id}>
        Color
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend that the label above already is */}
      <div class="swatches" role="group" aria-labelledby={id}>
        {COLORS.map((color) => (
          <button
            key={color.value}
            type="button"
            class="swatch"
            style={{ background: color.value }}
            aria-label={color.name}
            aria-pressed={color.value === value}
            onClick={() => onPick(color.value)}
          />
        ))}
        <input
          type="color"
          class="swatch-own"
          aria-label="Another color"
          value={value}
          onInput={(event) => onPick(event.currentTarget.value.toLowerCase())}
        />
        <span class="swatch-code">{value}</span>
      </div>
      <p class="field-help">{contrastWords(value)}</p>
    </div>
  );
}
