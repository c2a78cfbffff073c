import type { ComponentChildren } from 'preact';
import './chip.css';

export type ChipTone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

/** A word of state. The color repeats what the word says. */
export function Chip({ tone = 'plain', children }: { tone?: ChipTone; children: ComponentChildren }) {
  return <span class={tone === 'plain' ? 'chip' : `chip chip-${tone}`}>{children}</span>;
}
