import { useRef, useState } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import { moreWords } from '../words/more-words.ts';
import { Options } from './options.tsx';
import type { Row } from './rows.ts';

export interface OptionsProps {
  row: Extract<Row, { reactions: unknown }>;
  chat: Chat;
  /** The conversation's. */
  id: string;
}

/** What can be done with a message, behind a quiet button. */
export function MessageOptions(props: OptionsProps) {
  const [open, setOpen] = useState(false);
  const around = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => around.current?.querySelector('button')?.focus());
  };
  return (
    <div ref={around} class="options" aria-live="off">
      {open ? (
        <Options {...props} onClose={close} />
      ) : (
        <button
          type="button"
          class="more"
          aria-label={moreWords().messageOptions}
          onClick={() => setOpen(true)}
        >
          ⋯
        </button>
      )}
    </div>
  );
}
