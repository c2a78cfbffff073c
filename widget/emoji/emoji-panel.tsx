import { useRef } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import { createLocalStore } from '../core/local-store.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { language } from '../words/words.ts';
import { EmojiDialog } from './emoji-dialog.tsx';
import css from './emoji-panel.css';

/** Emoji for what a visitor is writing, over the chat. */
export function EmojiPanel({ chat }: { chat: Chat }) {
  const panel = useRef<HTMLDivElement>(null);
  useStyles(panel, css);
  return (
    <EmojiDialog
      panel={panel}
      language={language}
      local={createLocalStore(chat.store.get().site.key)}
      opener=".chat [aria-expanded]"
      field={() => panel.current?.closest('.chat')?.querySelector<HTMLTextAreaElement>('#message')}
      onClose={() => chat.store.set({ picking: false })}
    />
  );
}
