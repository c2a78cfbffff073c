import { Tray } from '../attachments/tray.tsx';
import type { Chat } from '../core/chat.ts';
import { EmojiPanel } from '../emoji/emoji-panel.tsx';

/** What stands beside the place to write while it is used. */
export function ComposerExtras({ chat }: { chat: Chat }) {
  const { files, faults, picking } = chat.store.get();
  return (
    <>
      {picking && <EmojiPanel chat={chat} />}
      {files.length + faults.length > 0 && <Tray chat={chat} />}
    </>
  );
}
