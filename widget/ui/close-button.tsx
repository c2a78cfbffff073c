import type { Shell } from '../shell.ts';
import { words } from '../words/words.ts';
import { Icon } from './icon.tsx';

/** Shown only where the launcher, which closes the chat otherwise, is not in sight. */
export function CloseButton({ shell }: { shell: Shell }) {
  return (
    <button type="button" class="icon close" aria-label={words.launcher.close} onClick={shell.close}>
      <Icon name="close" />
    </button>
  );
}
