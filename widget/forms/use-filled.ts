import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ContactDetails } from '../../shared/contacts.ts';
import { type FormFault, readForm, type Told, type Typed } from '../../shared/fill-form.ts';
import type { VisitorForm } from '../../shared/forms.ts';
import type { Chat } from '../core/chat.ts';
import { FORM_DRAFT } from '../core/drafts.ts';
import { moreWords } from '../words/more-words.ts';
import { words } from '../words/words.ts';

/** A form that is being filled in. */
export interface Filled {
  form: VisitorForm;
  known: ContactDetails;
  typed: Typed;
  /** What is wrong, in words, by the field's key. */
  faults: ReadonlyMap<string, string>;
  /** What the fields are in: the first one with a fault gets the cursor. */
  around: RefObject<HTMLDivElement | null>;
  set(key: string, value: string | boolean): void;
  /** Says what is wrong beside the fields. */
  refuse(faults: ReadonlyMap<string, string>): void;
  /** What can be sent; null where something is wrong, which is then said. */
  read(): Told | null;
}

/** Keeps what is filled in as a draft is kept: over reloads, and from one form to the next. */
export function useFilled(chat: Chat, form: VisitorForm, known: ContactDetails): Filled {
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  const [refusals, setRefusals] = useState(0);
  const around = useRef<HTMLDivElement>(null);
  // As it is now: a browser fills in several fields at once, and who types and sends at once is
  // quicker than what is on the screen.
  const typedNow = (): Typed => typedIn(chat.drafts.of(FORM_DRAFT));
  useLayoutEffect(() => {
    if (refusals === 0) return;
    const first = around.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    first?.focus();
    // What is wrong with it stands below.
    first?.closest('.ask')?.scrollIntoView({ block: 'nearest' });
  }, [refusals]);
  const refuse: Filled['refuse'] = (found) => {
    setFaults(found);
    setRefusals(refusals + 1);
  };
  return {
    ...{ form, known, typed: typedNow(), faults, around, refuse },
    set(key, value) {
      chat.drafts.keep(FORM_DRAFT, JSON.stringify([...new Map(typedNow()).set(key, value)]));
      setFaults((found) => (found.has(key) ? new Map([...found].filter(([each]) => each !== key)) : found));
    },
    read() {
      const { told, faults: found } = readForm(form, known, typedNow());
      if (found.size === 0) return told;
      refuse(new Map([...found].map(([key, fault]) => [key, wordsFor(fault)])));
      return null;
    },
  };
}

function wordsFor(fault: FormFault): string {
  switch (fault) {
    case 'incomplete_email':
      return moreWords().incompleteEmail;
    case 'too_long':
      return moreWords().refused;
    case 'missing':
    case 'not_a_choice':
      return words.needed;
  }
}

/** What was kept, which anything on the page may have written over. */
function typedIn(kept: string): Typed {
  try {
    return new Map(JSON.parse(kept || '[]'));
  } catch {
    return new Map();
  }
}
