import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MESSAGE_MAX_CHARACTERS, MESSAGE_WARN_CHARACTERS } from '../../shared/limits.ts';
import { counted } from '../../shared/wording.ts';
import type { Chat } from '../core/chat.ts';
import type { Told } from '../core/chat-state.ts';
import { Later } from '../core/later.tsx';
import { part } from '../core/part.ts';
import { Icon } from '../ui/icon.tsx';
import { language, words } from '../words/words.ts';

/** Five lines and the space around them. */
const TALLEST_PIXELS = 5 * 22 + 14;

export interface ComposerProps {
  chat: Chat;
  /**
   * Given where the message is part of a form: what else the visitor has told, or null where something in it is
   * wrong.
   */
  details?: () => Told | null;
}

/** Where the visitor writes. Enter sends, Shift+Enter begins a new line. */
export function Composer({ chat, details }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = chat.draft;
  const { files, faults, picking } = chat.store.get();
  const [wanted, setWanted] = useState(false);
  const isMissing = wanted && details !== undefined && !text;
  const left = MESSAGE_MAX_CHARACTERS - text.length;

  useLayoutEffect(() => {
    const { style, scrollHeight } = shrunk(field.current);
    style.height = `${Math.min(scrollHeight, TALLEST_PIXELS)}px`;
  }, [text]);

  const send = () => {
    field.current?.focus();
    // As it is now: who pastes and sends at once is quicker than what is on the screen.
    const { draft } = chat;
    const isEmpty = !draft.trim() && files.length === 0;
    setWanted(isEmpty);
    // All that is wrong with a form is said at once.
    const told = details ? details() : {};
    if (told && !isEmpty && draft.length <= MESSAGE_MAX_CHARACTERS) void chat.send(told);
  };

  const area = (
    <textarea
      ref={field}
      id="message"
      rows={1}
      dir="auto"
      aria-label={words.message}
      aria-invalid={left < 0 || isMissing}
      aria-describedby="needed"
      placeholder={details ? '' : words.placeholder}
      enterkeyhint="send"
      value={text}
      onInput={(event) => chat.write(event.currentTarget.value)}
      onPaste={(event) => takeFiles(chat, event, event.clipboardData)}
      onKeyDown={(event) => {
        // While a word is being composed, Enter belongs to the input method; 229 is how older browsers say so.
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
        event.preventDefault();
        send();
      }}
    />
  );
  const leftOver = text.length >= MESSAGE_WARN_CHARACTERS && (
    <p class={`left-over small ${left < 0 ? 'wrong' : ''}`} role="status">
      {counted(language, left < 0 ? words.charactersOver : words.charactersLeft, Math.abs(left))}
    </p>
  );
  // The field stays where it is in the tree in either form: whoever is writing when an agent leaves keeps the cursor.
  return (
    <>
      {(picking || files.length + faults.length > 0) && <Later load={extras} chat={chat} />}
      <div class={details ? 'field' : 'composer'}>
        {details && <label for="message">{words.message}</label>}
        {!details && (
          <button
            type="button"
            class="icon"
            aria-label={words.attach}
            onClick={() => void import('../later.ts').then((later) => later.pickFiles(chat))}
          >
            <Icon name="clip" />
          </button>
        )}
        {area}
        {isMissing && (
          <p id="needed" class="wrong small">
            {words.needed}
          </p>
        )}
        {!details && (
          <button
            type="button"
            class="icon"
            aria-label={words.emojis}
            aria-expanded={picking}
            onClick={() => chat.store.set({ picking: !picking })}
          >
            <Icon name="smile" />
          </button>
        )}
        {!details && (
          <button type="button" class="send" aria-label={words.send} onClick={send}>
            <Icon name="send" />
          </button>
        )}
      </div>
      {leftOver}
      {details && (
        <button type="button" class="send big" onClick={send}>
          {words.send}
        </button>
      )}
    </>
  );
}

const extras = part('ComposerExtras');

/** Takes files that are pasted or dropped, where there are any. */
export function takeFiles(chat: Chat, event: Event, data: DataTransfer | null): void {
  // Gone when the event is over.
  const files = [...(data?.files ?? [])];
  if (files.length === 0) return;
  event.preventDefault();
  void import('../later.ts').then((later) => later.takeFiles(chat, files));
}

/** The field at its smallest, so that its content says how tall it has to be. */
function shrunk(field: HTMLTextAreaElement | null): { style: { height: string }; scrollHeight: number } {
  if (!field) return { style: { height: '' }, scrollHeight: 0 };
  field.style.height = '';
  return field;
}
