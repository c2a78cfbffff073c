import { Button } from './button.tsx';
import './save-bar.css';
import { counted, words } from '../words/words.ts';

export interface SaveBarProps {
  /** How many fields differ from what is kept; nothing is shown for 0. */
  changes: number;
  saving: boolean;
  /** Why saving did not work, where no field says it. */
  failure?: string | undefined;
  onSave(): void;
  onDiscard(): void;
}

/** Appears at the bottom of a form as soon as something differs. */
export function SaveBar({ changes, saving, failure, onSave, onDiscard }: SaveBarProps) {
  if (changes === 0) return null;
  return (
    <div class="save-bar">
      <p class={failure ? 'save-bar-says save-bar-failed' : 'save-bar-says'} role="status">
        {failure ?? counted(words.general.notSaved, changes)}
      </p>
      <Button look="quiet" onClick={onDiscard} off={saving}>
        {words.general.discard}
      </Button>
      <Button look="primary" onClick={onSave} busy={saving}>
        {words.general.save}
      </Button>
    </div>
  );
}
