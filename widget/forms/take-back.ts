import type { Chat } from '../core/chat.ts';
import { type ChatState, pendingIn } from '../core/chat-state.ts';
import { formOf } from './which-form.ts';

/**
 * Where the server has refused what was filled in, the visitor is back at the form, with everything that was typed:
 * something was left out on the way, or the site asks something else by now.
 */
export function takeBack(chat: Chat, state: ChatState, id: string): void {
  // Without a form to show there would be nothing to put right.
  if (formOf(state) === null) return;
  const refused = pendingIn(state, id).filter(
    ({ state }) => state.kind === 'failed' && state.refusal.code === 'form_incomplete',
  );
  if (refused.length === 0) return;
  const files = refused.flatMap(({ payload }) => payload.files ?? []);
  chat.show(null);
  // Where this page has missed that the form is another one, the welcome brings it.
  chat.tryAgain();
  chat.store.set({ formRefused: true, files: [...chat.store.get().files, ...files] });
  for (const { clientId, payload } of refused) chat.edit(clientId, payload.text);
}
