import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { chooseLanguage } from '../../shared/languages.ts';
import type { Chat } from '../core/chat.ts';
import type { Told } from '../core/chat-state.ts';
import { moreWords } from '../words/more-words.ts';
import { language } from '../words/words.ts';
import { FormFields } from './form-fields.tsx';
import { REACH } from './reach.ts';
import { useFilled } from './use-filled.ts';
import type { AskedForm } from './which-form.ts';

export interface VisitorFormProps {
  chat: Chat;
  asked: AskedForm;
  /** Takes the way to read what has been filled in. */
  read: { current: (() => Told | null) | null };
  /** Whether the server has refused it. */
  refused: boolean;
}

/** What the site itself says where nobody is there. */
function awayIn(chat: Chat): string | undefined {
  const { texts } = chat.store.get().site;
  return texts?.[chooseLanguage([language]).language]?.away;
}

/** What is asked before the first message. */
export function VisitorForm({ chat, asked, read, refused }: VisitorFormProps) {
  const { kind, away } = asked;
  const form = asked.form ?? REACH;
  const filled = useFilled(chat, form, asked.known);
  const trap = useRef<HTMLInputElement>(null);
  read.current = () => {
    const told = filled.read();
    if (!told) return null;
    const { contact, ...answers } = told;
    const website = trap.current?.value;
    return { contact, ...(kind && { form: { kind, ...answers, ...(website && { website }) } }) };
  };
  useEffect(
    () => () => {
      read.current = null;
    },
    [read],
  );
  // Before the next key: whoever is quick has gone on to another field.
  useLayoutEffect(() => {
    const fields = filled.around.current;
    if (refused) filled.read();
    // The message has the cursor, but a form is filled in from the top. Where another form takes its place, who is in
    // it stays there.
    else if (
      chat.draft === '' &&
      kind &&
      matchMedia('(pointer: fine)').matches &&
      !fields?.matches(':focus-within')
    )
      fields?.querySelector<HTMLElement>('input, select')?.focus();
  }, [refused, asked.form]);
  const intro = form.intro || (away && (awayIn(chat) ?? moreWords().leaveMessage));
  return (
    <>
      {intro && (
        <p class={away ? 'tell' : ''} dir="auto">
          {intro}
        </p>
      )}
      {refused && (
        <p class="wrong small" role="alert">
          {moreWords().refusals.form_incomplete}
        </p>
      )}
      <FormFields filled={filled} marked={kind !== null} />
      {kind && (
        <input
          ref={trap}
          class="trap"
          name="website"
          inert
          aria-hidden="true"
          tabIndex={-1}
          autocomplete="off"
          data-1p-ignore
          data-lpignore="true"
        />
      )}
    </>
  );
}
