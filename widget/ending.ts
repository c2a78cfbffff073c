/**
 * How a conversation ends, is taken along or goes on elsewhere: few ask for it, so it is a chunk of its own. It shares
 * nothing with the other one but by fetching that, or what they share would be a third.
 */
import './main.tsx';
import type { Chat } from './core/chat.ts';
import { ConversationOptions } from './ending/conversation-options.tsx';
import { askTakeOver } from './ending/take-over.tsx';
import { speakEnding } from './ending/words.ts';

/** What can be done with a conversation, once there are words for it. */
export async function conversationOptions() {
  await speakEnding();
  return ConversationOptions;
}

/** Asks whoever has come by a link from another device whether they want to go on here. */
export async function takeOver(chat: Chat): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (chat.store.get().spoken === null) return;
      stop();
      resolve();
    };
    const stop = chat.store.watch(look);
    look();
  });
  await speakEnding();
  askTakeOver(chat);
}
