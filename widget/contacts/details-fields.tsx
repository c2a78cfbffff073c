import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ContactDetails } from '../../shared/contacts.ts';
import { NAME_MAX_CHARACTERS } from '../../shared/limits.ts';
import { isSeen } from '../../shared/one-line.ts';
import { readEmail } from '../../shared/read-email.ts';
import { words } from '../words/words.ts';

/** What has been typed about the visitor, and what is wrong with it. */
export interface DetailsForm {
  name: string;
  email: string;
  wrong: string;
  /** What is wrong is said at the field of the address, and the cursor goes there. */
  set(patch: Partial<Pick<DetailsForm, 'name' | 'email' | 'wrong'>>): void;
  /** That field. */
  field: RefObject<HTMLInputElement | null>;
  /** What can be sent; null where the address is wrong, which is then said at its field. */
  read(): ContactDetails | null;
}

/** Keeps what is typed about the visitor while a screen is shown. */
export function useDetails(): DetailsForm {
  const [typed, setTyped] = useState({ name: '', email: '', wrong: '' });
  const field = useRef<HTMLInputElement>(null);
  const set: DetailsForm['set'] = (patch) => {
    setTyped((before) => ({ ...before, wrong: '', ...patch }));
    if (patch.wrong) field.current?.focus();
  };
  return {
    ...typed,
    set,
    field,
    read() {
      const name = typed.name.trim();
      const email = readEmail(typed.email);
      if (typed.email.trim() && !email) {
        set({ wrong: words.incompleteEmail });
        return null;
      }
      return { ...(isSeen(name) && { name }), ...(email && { email }) };
    },
  };
}

/** Name and email. */
export function DetailsFields({ form }: { form: DetailsForm }) {
  return (
    <>
      <label>
        {words.name}
        <input
          autocomplete="name"
          maxLength={NAME_MAX_CHARACTERS}
          value={form.name}
          onInput={(event) => form.set({ name: event.currentTarget.value })}
        />
      </label>
      <label>
        {words.email}
        <input
          ref={form.field}
          type="email"
          autocomplete="email"
          aria-invalid={form.wrong !== ''}
          aria-describedby="wrong"
          value={form.email}
          onInput={(event) => form.set({ email: event.currentTarget.value })}
        />
      </label>
      <p id="wrong" class="wrong small" role="status">
        {form.wrong}
      </p>
    </>
  );
}
