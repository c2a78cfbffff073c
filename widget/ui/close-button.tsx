import type { Shell } from '../shell.ts';
import { Icon } from './icon.tsx';

/** Shown only where the launcher, which closes the chat otherwise, is not in sight. */
export function CloseButton({ shell }: { shell: Shell }) {
  return (
    <button type="button" class="icon close" aria-label="Close chat" onClick={shell.close}>
      <Icon name="close" />
    </button>
  );
}
