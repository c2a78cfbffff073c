import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import './dialog.css';
import { words } from '../words/words.ts';

export interface DialogProps {
  title: string;
  says?: ComponentChildren;
  /** The verb on the button that does it. */
  verb: string;
  danger?: boolean;
  busy?: boolean;
  /** For a dialog that only shows something. */
  noCancel?: boolean;
  /** For what needs the room there is. */
  wide?: boolean;
  /** What went wrong, where no field says it. */
  failure?: string | undefined;
  children?: ComponentChildren;
  onConfirm(): void;
  onClose(): void;
}

/** The browser's own dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog(props: DialogProps) {
  const { title, says, verb, danger = false, busy = false, noCancel = false, wide = false } = props;
  const { failure, children, onConfirm, onClose } = props;
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  // Before the next key, which belongs to the dialog.
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    // What is proposed can be read from its beginning, and typed over.
    const field = document.activeElement;
    if (field instanceof HTMLInputElement && field.type === 'text')
      field.setSelectionRange(0, field.value.length, 'backward');
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onConfirm();
        }}
      >
        <h2 class="dialog-title" id={id}>
          {title}
        </h2>
        {says && <p class="dialog-says">{says}</p>}
        {children && <div class="dialog-body">{children}</div>}
        {failure && (
          <p class="dialog-failure" role="alert">
            {failure}
          </p>
        )}
        <div class="dialog-foot">
          {!noCancel && (
            <Button look="quiet" onClick={onClose}>
              {words.general.cancel}
            </Button>
          )}
          <Button look={danger ? 'danger' : 'primary'} type="submit" busy={busy}>
            {verb}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
