import type { ComponentChildren } from 'preact';
import { words } from '../words/words.ts';
import { Button } from './button.tsx';
import './picture-choice.css';

export interface PictureChoiceProps {
  label: string;
  /** What is there now. */
  children: ComponentChildren;
  /** Media types that are offered. */
  types: readonly string[];
  /** What the button that asks for a file says. */
  verb: string;
  help: string;
  error?: string | null | undefined;
  busy?: boolean;
  onFile(file: File): void;
  /** Absent where there is nothing to take away. */
  onRemove?: (() => void) | '' | null | undefined;
}

/** A picture: what is there, another one, none. */
export function PictureChoice(props: PictureChoiceProps) {
  const { label, children, types, verb, help, error, busy = false, onFile, onRemove } = props;
  return (
    <div class="field">
      <p class="field-label">{label}</p>
      <div class="picture-choice">
        {children}
        <div class="picture-choice-actions">
          <label class="button picture-choice-file">
            {busy ? words.general.oneMoment : verb}
            <input
              type="file"
              accept={types.join()}
              disabled={busy}
              onChange={({ currentTarget }) => {
                const file = currentTarget.files?.[0];
                // The same file may be chosen again.
                currentTarget.value = '';
                if (file) onFile(file);
              }}
            />
          </label>
          {onRemove && (
            <Button look="quiet" off={busy} onClick={onRemove}>
              {words.general.remove}
            </Button>
          )}
        </div>
      </div>
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      <p class="field-help">{help}</p>
    </div>
  );
}
