import { signal } from '@preact/signals';
import { useKeys } from '../core/keys.ts';
import { Dialog } from '../ui/dialog.tsx';
import './keys-dialog.css';

export const keysShown = signal(false);

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['j', '↓'], 'Next conversation'],
  [['k', '↑'], 'Previous conversation'],
  [['Enter'], 'Open it'],
  [['r'], 'Write a reply'],
  [['n'], 'Write a note'],
  [['a'], 'Assign to me'],
  [['e'], 'Resolve, or reopen'],
  [['/'], 'Search'],
  [['Esc'], 'Leave what you are in'],
  [['?'], 'Show the keys'],
];

/** Shows the keys when "?" is pressed. */
export function KeysDialog() {
  useKeys({
    '?': () => {
      keysShown.value = true;
    },
  });
  if (!keysShown.value) return null;
  const close = () => {
    keysShown.value = false;
  };
  return (
    <Dialog title="Keys" verb="Close" onConfirm={close} onClose={close} noCancel>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <>
            <dt>
              {keys.map((key, index) => (
                <>
                  {index > 0 && ' or '}
                  <kbd class="keycap">{key}</kbd>
                </>
              ))}
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
    </Dialog>
  );
}
