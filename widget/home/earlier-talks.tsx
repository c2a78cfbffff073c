import { useRef } from 'preact/hooks';
import { counted, dayOf, fill } from '../../shared/wording.ts';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { newestFirst, type Talk, unreadOf } from '../core/talks.ts';
import { agentOf } from '../messages/agent-of.ts';
import { previewLine } from '../messages/line-of.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { Face } from '../ui/face.tsx';
import { moreWords } from '../words/more-words.ts';
import { language } from '../words/words.ts';
import css from './earlier-talks.css';

/** The visitor's conversations, the newest first. */
export function EarlierTalks({ chat, state }: { chat: Chat; state: ChatState }) {
  const around = useRef<HTMLDivElement>(null);
  useStyles(around, css);
  return (
    <div class="cards" ref={around}>
      <ul class="card earlier" aria-label={moreWords().yourConversations}>
        {newestFirst(state.talks).map((talk) => (
          <EarlierTalk key={talk.conversation.id} talk={talk} chat={chat} state={state} />
        ))}
      </ul>
    </div>
  );
}

function EarlierTalk({ talk, chat, state }: { talk: Talk; chat: Chat; state: ChatState }) {
  const { id, ticketNumber, status, preview, lastAt } = talk.conversation;
  const agent = agentOf(talk, state);
  const unread = unreadOf(talk);
  const title = ticketNumber
    ? fill(moreWords().ticket, { number: ticketNumber })
    : (agent?.name ?? state.site.name);
  const text = previewLine(preview);
  return (
    <li>
      <button type="button" onClick={() => chat.show({ conversationId: id })}>
        <Face person={agent ?? { id: '', name: state.site.name, pictureUrl: null }} />
        <span class="grow">
          <b class="cut">{status === 'resolved' ? fill(moreWords().isResolved, { title }) : title}</b>
          <span class="small cut line" dir="auto">
            {preview?.author.kind === 'contact' ? fill(moreWords().youSaid, { text }) : text}
          </span>
        </span>
        {unread > 0 ? (
          <span class="count" role="img" aria-label={counted(language, moreWords().unread, unread)}>
            {unread}
          </span>
        ) : (
          <span class="small">{dayOf(language, lastAt, Date.now(), 'short')}</span>
        )}
      </button>
    </li>
  );
}
