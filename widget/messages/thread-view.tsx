import { useLayoutEffect, useRef } from 'preact/hooks';
import { counted, fill } from '../../shared/wording.ts';
import type { Chat } from '../core/chat.ts';
import { type ChatState, pendingIn } from '../core/chat-state.ts';
import { Later } from '../core/later.tsx';
import { part } from '../core/part.ts';
import type { Shell } from '../shell.ts';
import { language, words } from '../words/words.ts';
import { Composer } from './composer.tsx';
import { PlainRows } from './plain-rows.tsx';
import { ThreadHead } from './thread-head.tsx';

/** Nearer to the end than this counts as the end, in pixels. */
const END_PIXELS = 24;

/** Whether the end of a thread is in view. Counted from there: the log lies in reverse. */
export function isAtEnd(log: Element): boolean {
  return log.scrollTop > -END_PIXELS;
}

/** Older entries are fetched when the beginning is nearer than this, in pixels. */
const BEGINNING_PIXELS = 200;

const threadRows = part('ThreadRows');

export interface ThreadProps {
  chat: Chat;
  state: ChatState;
  shell: Shell;
  /** The conversation's id, or the open id of one that does not exist yet. */
  id: string;
}

/** One conversation: who answers, what has been said, a place to write. */
export function ThreadView({ chat, state, shell, id }: ThreadProps) {
  const log = useRef<HTMLDivElement>(null);
  const talk = state.talks[id];
  const pending = pendingIn(state, id);
  const ownCount = pending.length;
  const toEnd = () => {
    log.current?.scrollTo({ top: 0 });
    chat.setAtEnd(true);
  };

  // Whoever sends wants to see it, wherever the thread was.
  useLayoutEffect(() => void (state.atEnd && toEnd()), [ownCount > 0 && pending.at(-1)?.clientId, id]);

  const scrolled = () => {
    const { current } = log;
    if (!current) return;
    chat.setAtEnd(isAtEnd(current));
    const above = current.scrollHeight - current.clientHeight + current.scrollTop;
    if (above < BEGINNING_PIXELS) chat.older(id);
  };

  const newest = talk ? talk.conversation.agentMessages - talk.read.agentMessages : 0;
  return (
    <>
      <ThreadHead chat={chat} state={state} shell={shell} talk={talk} />
      <div
        class="log"
        ref={log}
        role="log"
        aria-label={words.messages}
        aria-live="polite"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        tabIndex={0}
        onScroll={scrolled}
      >
        <Later
          load={threadRows}
          onGone={() => chat.takeNewerCode()}
          before={<PlainRows state={state} id={id} />}
          chat={chat}
          state={state}
          id={id}
        />
      </div>
      <div class="below">
        <span class="unseen" role="status">
          {state.typing?.conversationId === id && fill(words.typing, { name: state.typing.name })}
        </span>
        {!state.atEnd && newest > 0 && (
          <button type="button" class="jump" onClick={toEnd}>
            {counted(language, words.newMessages, newest)}
          </button>
        )}
      </div>
      <Composer chat={chat} />
      <div class="foot">Parley</div>
    </>
  );
}
