import { type Signal, signal } from '@preact/signals';
import type { OutgoingFile } from '../../widget/core/uploads.ts';

/** Files that are chosen and not sent yet, for each thing that is being written; gone with the page. */
export class Trays {
  readonly #trays = new Map<string, Signal<readonly OutgoingFile[]>>();

  of(conversationId: string, mode: string): Signal<readonly OutgoingFile[]> {
    const key = `${conversationId}:${mode}`;
    const known = this.#trays.get(key);
    if (known !== undefined) return known;
    const tray = signal<readonly OutgoingFile[]>([]);
    this.#trays.set(key, tray);
    return tray;
  }
}
