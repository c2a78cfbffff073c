import { Component } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { counted, fill } from '../../shared/wording.ts';
import type { Chat } from '../core/chat.ts';
import { type ChatState, pendingIn } from '../core/chat-state.ts';
import type { Shell } from '../shell.ts';
import { Face } from '../ui/face.tsx';
import { Later } from '../ui/later.tsx';
import { language, words } from '../words/words.ts';
import { agentOf, personOf } from './agent-of.ts';
import { OwnBubble, TheirBubble } from './bubble.tsx';
import { Composer } from './composer.tsx';
import { MessageOptions } from './message-options.tsx';
import { type Row, threadRows } from './rows.ts';
import { ThreadHead } from './thread-head.tsx';

/** Nearer to the end than this counts as the end, in pixels. */
const END_PIXELS = 24;
/** Older entries are fetched when the beginning is nearer than this, in pixels. */
const BEGINNING_PIXELS = 200;

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
  const rows = threadRows(talk, pending, state.site.name, Date.now());
  const ownCount = pending.length;
  const toEnd = () => log.current?.scrollTo({ top: 0 });

  // Whoever sends wants to see it, wherever the thread was.
  useEffect(toEnd, [ownCount > 0 && pending.at(-1)?.clientId, id]);

  const scrolled = () => {
    const { current } = log;
    if (!current) return;
    // Counted from the end: the log lies in reverse.
    chat.setAtEnd(current.scrollTop > -END_PIXELS);
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
        <div class="rows">
          {rows.map((row) => (
            <ThreadRow key={row.key} id={id} row={row} chat={chat} state={state} />
          ))}
          <Reach chat={chat} state={state} told={talk?.conversation.awayTold === true} />
          <Typing state={state} id={id} person={agentOf(talk, state)} />
        </div>
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

interface RowProps {
  id: string;
  row: Row;
  chat: Chat;
  state: ChatState;
}

/** One line; drawn again only where it shows something else, because a long thread has hundreds. */
class ThreadRow extends Component<RowProps> {
  #drawn = '';

  override shouldComponentUpdate(next: RowProps): boolean {
    const { row, state, id } = next;
    const face = row.kind === 'theirs' && state.faces[row.authorId];
    const wanted = JSON.stringify([row, face, id, language]);
    const isOther = wanted !== this.#drawn;
    this.#drawn = wanted;
    return isOther;
  }

  override render({ row, chat, state, id }: RowProps) {
    const options = row.kind !== 'note' && row.changeable && <MessageOptions row={row} chat={chat} id={id} />;
    switch (row.kind) {
      case 'note':
        return <div class="note">{row.text}</div>;
      case 'theirs':
        return (
          <TheirBubble
            row={row}
            options={options}
            person={personOf({ id: row.authorId, name: row.name }, state)}
          />
        );
      case 'mine':
        return <OwnBubble row={row} chat={chat} options={options} />;
    }
  }
}

const askDetails = () => import('../later.ts').then(({ AskDetails }) => AskDetails);

/** How the visitor can be reached while nobody is there: asked for, or said. */
function Reach({ chat, state, told }: { chat: Chat; state: ChatState; told: boolean }) {
  if (!told) return null;
  const email = state.contact?.email;
  return email ? (
    <div class="note">{fill(words.canWriteTo, { email })}</div>
  ) : (
    <Later load={askDetails} chat={chat} />
  );
}

function Typing({ state, id, person }: { state: ChatState; id: string; person: ReturnType<typeof agentOf> }) {
  if (state.typing?.conversationId !== id) return null;
  return (
    <div class="theirs" aria-hidden="true">
      {person && <Face person={person} tiny />}
      <div class="bubble typing">
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
