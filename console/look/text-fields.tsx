import { LANGUAGES, type Language, ownName } from '../../shared/languages.ts';
import {
  AWAY_WORDS_MAX_CHARACTERS,
  CARD_WORDS_MAX_CHARACTERS,
  GREETING_MAX_CHARACTERS,
  PLACEHOLDER_MAX_CHARACTERS,
} from '../../shared/limits.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { words } from '../words/words.ts';
import { TEXT_NAMES, type TextName, type TextsDraft } from './look-draft.ts';

const MAX_CHARACTERS = {
  greeting: GREETING_MAX_CHARACTERS,
  title: CARD_WORDS_MAX_CHARACTERS,
  placeholder: PLACEHOLDER_MAX_CHARACTERS,
  away: AWAY_WORDS_MAX_CHARACTERS,
} as const satisfies Record<TextName, number>;

export interface TextFieldsProps {
  language: Language;
  texts: Record<Language, TextsDraft>;
  onLanguage(language: Language): void;
  onText(name: TextName, text: string): void;
}

/** What the site says in words of its own, one language at a time. */
export function TextFields({ language, texts, onLanguage, onText }: TextFieldsProps) {
  return (
    <>
      <SelectField
        label={words.general.language}
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: labelOf(value, texts[value]) }))}
        onPick={onLanguage}
      />
      {TEXT_NAMES.map((name) => (
        <TextField
          key={name}
          label={words.look.texts[name]}
          value={texts[language][name]}
          input={{ maxLength: MAX_CHARACTERS[name] }}
          onText={(text) => onText(name, text)}
        />
      ))}
    </>
  );
}

/** A language, and how much of it is the site's own. */
function labelOf(language: Language, texts: TextsDraft): string {
  const own = TEXT_NAMES.filter((name) => texts[name].trim() !== '').length;
  return own > 0 ? `${ownName(language)} (${own})` : ownName(language);
}
