import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { type Talk, unreadOf } from '../core/talks.ts';
import { agentOf } from '../messages/agent-of.ts';
import { Face } from '../ui/face.tsx';
import { shortDayOf } from '../ui/words.ts';

/** A conversation in the list of the start. */
export function EarlierTalk({ talk, chat, state }: { talk: Talk; chat: Chat; state: ChatState }) {
  const { id, ticketNumber, status, preview, lastAt } = talk.conversation;
  const agent = agentOf(talk, state);
  const unread = unreadOf(talk);
  const title = ticketNumber ? `Ticket #${ticketNumber}` : (agent?.name ?? state.site.name);
  return (
    <li>
      <button type="button" onClick={() => chat.show({ conversationId: id })}>
        <Face person={agent ?? { id: '', name: state.site.name, pictureUrl: null }} />
        <span class="grow">
          <b class="cut">
            {title}
            {status === 'resolved' && ' · resolved'}
          </b>
          <span class="small cut line" dir="auto">
            {preview?.author.kind === 'contact' && 'You: '}
            {preview?.removed ? 'Message deleted' : preview?.text}
          </span>
        </span>
        {unread > 0 ? (
          <span class="count" role="img" aria-label={`${unread} unread`}>
            {unread}
          </span>
        ) : (
          <span class="small">{shortDayOf(lastAt, Date.now())}</span>
        )}
      </button>
    </li>
  );
}
