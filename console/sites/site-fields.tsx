import { LANGUAGES, ownName } from '../../shared/languages.ts';
import { fill } from '../../shared/wording.ts';
import type { Form } from '../core/use-form.ts';
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx';
import { SegmentsField } from '../ui/tabs.tsx';
import { words } from '../words/words.ts';
import type { SiteDraft } from './site-draft.ts';

/** Where a site's chat runs, what it speaks, and how long a conversation goes on. */
export function SiteFields({ form }: { form: Form<SiteDraft> }) {
  const field = (name: 'name' | 'origins' | 'continueWithinHours' | 'categories') => ({
    value: form.values[name],
    error: form.faults[name],
    onText: (text: string) => form.set(name, text),
  });
  return (
    <>
      <TextField label={words.general.name} help={words.sites.nameHelp} {...field('name')} />
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
        input={{ placeholder: 'https://shop.example', dir: 'ltr', spellcheck: false }}
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
