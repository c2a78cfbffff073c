import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { Button } from './button.tsx';
import { CheckIcon, CopyIcon } from './icons.tsx';

/** How long the button says that it worked. */
const SAID_MS = 2_000;

/** Puts a text on the clipboard and says so, or says to copy by hand where the browser refuses. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SAID_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    // Missing on pages that are neither https nor localhost.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const done = await (clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
      () => true,
      () => false,
    );
    setState(done ? 'copied' : 'refused');
  };
  const says = {
    idle: label ?? words.general.copy,
    copied: words.general.copied,
    refused: words.general.copyByHand,
  }[state];
  return (
    <Button size="small" look="quiet" onClick={() => void copy()}>
      {state === 'copied' ? <CheckIcon /> : <CopyIcon />}
      <span aria-live="polite">{says}</span>
    </Button>
  );
}
