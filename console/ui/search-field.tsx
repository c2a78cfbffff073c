import { useRef } from 'preact/hooks';
import { useKeys } from '../core/keys.ts';
import { SearchIcon } from './icons.tsx';
import './search-field.css';
import { words } from '../words/words.ts';

export interface SearchFieldProps {
  /** What is looked through, as it stands in the empty field. */
  hint: string;
  value: string;
  onText(text: string): void;
}

/** Looks for words while they are typed. "/" goes there, Escape clears it and leaves. */
export function SearchField({ hint, value, onText }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => field.current?.focus() });
  return (
    <search class="search">
      <SearchIcon />
      <input
        ref={field}
        class="search-input"
        type="search"
        aria-label={words.general.search}
        aria-keyshortcuts="/"
        placeholder={hint}
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        value={value}
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.isComposing) return;
          event.preventDefault();
          if (value === '') event.currentTarget.blur();
          onText('');
        }}
      />
      {value === '' && (
        <span class="keycap" aria-hidden="true">
          /
        </span>
      )}
    </search>
  );
}
