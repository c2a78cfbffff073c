/** What is being written, for each thread: shown again after a reload. */
import { type ChatState, threadId } from './chat-state.ts';
import type { LocalStore } from './local-store.ts';
import type { Store } from './store.ts';

/** Whose draft it is while the conversation does not exist. */
const NEW_DRAFT = 'new';
/** What has been filled into a form. */
export const FORM_DRAFT = 'form';

export class Drafts {
  readonly #store: Store<ChatState>;
  readonly #local: LocalStore;

  constructor(store: Store<ChatState>, local: LocalStore) {
    this.#store = store;
    this.#local = local;
  }

  /** In the view that is shown. */
  get shown(): string {
    return this.of(this.#shownKey);
  }

  of(key: string): string {
    return this.#store.get().drafts[key] ?? this.#local.get(`draft:${key}`) ?? '';
  }

  set shown(text: string) {
    this.keep(this.#shownKey, text);
  }

  keep(key: string, text: string): void {
    this.#store.set({ drafts: { ...this.#store.get().drafts, [key]: text } });
    this.#local.set(`draft:${key}`, text || null);
  }

  get #shownKey(): string {
    const state = this.#store.get();
    return threadId(state, state.view) ?? NEW_DRAFT;
  }
}
