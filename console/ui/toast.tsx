import { signal } from '@preact/signals';
import { CloseIcon } from './icons.tsx';
import './toast.css';
import { words } from '../words/words.ts';

/** Long enough to read two lines. */
const SHOWN_MS = 6_000;

const shown = signal<readonly { id: number; text: string }[]>([]);
let lastId = 0;

/** Says something that belongs to no place on the screen, for a few seconds. */
export function toast(text: string): void {
  const id = ++lastId;
  shown.value = [...shown.value.filter((other) => other.text !== text), { id, text }].slice(-3);
  setTimeout(() => dismiss(id), SHOWN_MS);
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((other) => other.id !== id);
}

/** Where toasts appear; once in the page. */
export function Toasts() {
  return (
    <div class="toasts" role="status">
      {shown.value.map(({ id, text }) => (
        <div class="toast" key={id}>
          {text}
          <button type="button" aria-label={words.general.closeMessage} onClick={() => dismiss(id)}>
            <CloseIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
