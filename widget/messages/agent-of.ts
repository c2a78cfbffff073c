import type { ChatState } from '../core/chat-state.ts';
import type { Talk } from '../core/talks.ts';
import type { Person } from '../ui/face.tsx';

/** The agent who wrote last in a conversation, with the picture if it is known. */
export function agentOf(talk: Talk | undefined, state: Pick<ChatState, 'faces' | 'site'>): Person | null {
  const author = talk?.thread.entries.findLast(({ author }) => author.kind === 'agent')?.author;
  return author ? personOf(author, state) : null;
}

/** An author as a person with a face. */
export function personOf(
  author: { id: string; name?: string },
  state: Pick<ChatState, 'faces' | 'site'>,
): Person {
  return { id: author.id, name: author.name ?? state.site.name, pictureUrl: state.faces[author.id] ?? null };
}
