import type { ComponentType } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import { words } from '../words/words.ts';
import type { Row } from './rows.ts';

export interface OptionsProps {
  row: Exclude<Row, { kind: 'note' }>;
  chat: Chat;
  /** The conversation's. */
  id: string;
}

/** What can be done with a message, behind a quiet button; fetched when somebody wants it. */
export function MessageOptions(props: OptionsProps) {
  const [Options, setOptions] = useState<ComponentType<OptionsProps & { onClose(): void }> | null>(null);
  const around = useRef<HTMLDivElement>(null);
  const close = () => {
    setOptions(null);
    requestAnimationFrame(() => around.current?.querySelector('button')?.focus());
  };
  const open = () =>
    import('../later.ts').then(
      (loaded) => setOptions(() => loaded.Options),
      () => null,
    );
  return (
    <div ref={around} class="options" aria-live="off">
      {Options ? (
        <Options {...props} onClose={close} />
      ) : (
        <button type="button" class="more" aria-label={words.messageOptions} onClick={open}>
          ⋯
        </button>
      )}
    </div>
  );
}
