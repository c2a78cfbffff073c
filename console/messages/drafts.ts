import type { LocalStore } from '../../widget/core/local-store.ts';

/** What is being written in a conversation: a reply and a note, side by side. */
export interface Draft {
  reply: string;
  note: string;
}

const NOTHING: Draft = { reply: '', note: '' };

/** Drafts outlive the page; an empty one leaves nothing behind. */
export interface Drafts {
  get(conversationId: string): Draft;
  set(conversationId: string, draft: Draft): void;
}

export function createDrafts(store: LocalStore): Drafts {
  return {
    get(conversationId) {
      const kept = store.get(`draft:${conversationId}`);
      if (kept === null) return NOTHING;
      try {
        const { reply, note } = JSON.parse(kept) as Partial<Record<keyof Draft, unknown>>;
        return { reply: typeof reply === 'string' ? reply : '', note: typeof note === 'string' ? note : '' };
      } catch {
        return NOTHING;
      }
    },
    set(conversationId, draft) {
      const empty = draft.reply === '' && draft.note === '';
      store.set(`draft:${conversationId}`, empty ? null : JSON.stringify(draft));
    },
  };
}
