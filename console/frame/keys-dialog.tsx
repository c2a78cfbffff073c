import { signal } from '@preact/signals';
import { useKeys } from '../core/keys.ts';
import { Dialog } from '../ui/dialog.tsx';
import './keys-dialog.css';
import { words } from '../words/words.ts';

export const keysShown = signal(false);

const KEYS = [
  [['j', '↓'], 'next'],
  [['k', '↑'], 'previous'],
  [['Enter'], 'open'],
  [['r'], 'reply'],
  [['n'], 'note'],
  [['a'], 'assign'],
  [['e'], 'resolve'],
  [['/'], 'search'],
  [['Esc'], 'leave'],
  [['?'], 'show'],
] as const;

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
    <Dialog title={words.frame.keys} verb={words.general.close} onConfirm={close} onClose={close} noCancel>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <>
            <dt>
              {keys.map((key, index) => (
                <>
                  {index > 0 && ` ${words.frame.or} `}
                  <kbd class="keycap">{key}</kbd>
                </>
              ))}
            </dt>
            <dd>{words.frame.keysDo[does]}</dd>
          </>
        ))}
      </dl>
    </Dialog>
  );
}
