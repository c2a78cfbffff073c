import { useRef, useState } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { Later } from '../core/later.tsx';
import type { Talk } from '../core/talks.ts';
import { moreWords } from '../words/more-words.ts';

const conversationOptions = () => import('../ending.ts').then((ending) => ending.conversationOptions());

interface MenuProps {
  chat: Chat;
  state: ChatState;
  /** Undefined where the server knows nothing of it yet. */
  talk: Talk | undefined;
}

/** What can be done with a conversation, behind a quiet button. */
export function ThreadMenu({ chat, state, talk }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!talk) return null;
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon"
        aria-label={moreWords().conversationOptions}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        ⋯
      </button>
      {open && (
        <Later
          key={state.spoken ?? ''}
          load={conversationOptions}
          onGone={() => chat.takeNewerCode()}
          chat={chat}
          state={state}
          talk={talk}
          onClose={close}
        />
      )}
    </>
  );
}
