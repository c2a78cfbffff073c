import type { ConversationSummary } from '../../shared/conversations.ts';
import { firstName } from '../../shared/names.ts';
import { fill } from '../../shared/wording.ts';
import { calledInFull } from '../contacts/called.ts';
import { now } from '../core/clock.ts';
import { duration, listTime, waitTone } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { addressOf } from '../router.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Chip } from '../ui/chip.tsx';
import { words } from '../words/words.ts';
import { unreadCount } from './known-conversations.ts';
import { previewWords } from './preview-words.ts';

export interface ConversationRowProps {
  summary: ConversationSummary;
  /** Shown beside. */
  chosen: boolean;
  /** The one row that the tab key reaches; arrows reach the others. */
  reachable: boolean;
  position: number;
  of: number;
}

/** One conversation in a list: who, how long they wait, the last words, marks. */
export function ConversationRow({ summary, chosen, reachable, position, of }: ConversationRowProps) {
  const name = calledInFull(summary.contact);
  const unread = unreadCount(summary);
  return (
    <li
      data-row={summary.id}
      class={unread > 0 ? 'conversation conversation-new' : 'conversation'}
      aria-setsize={of}
      aria-posinset={position}
    >
      <a
        class="conversation-link"
        href={addressOf({ kind: 'conversation', id: summary.id })}
        aria-current={chosen ? 'true' : undefined}
        tabIndex={reachable ? 0 : -1}
      >
        <Avatar id={summary.contact.id} name={name} />
        <span class="conversation-name">{name}</span>
        <WaitOrTime summary={summary} />
        <span class="conversation-words">
          <LastWords summary={summary} />
        </span>
        {unread > 0 && (
          <span class="conversation-unread">
            {unread > 99 ? '99+' : unread}
            <span class="unseen"> {words.conversations.unread}</span>
          </span>
        )}
        <Marks summary={summary} />
      </a>
    </li>
  );
}

function WaitOrTime({ summary }: { summary: ConversationSummary }) {
  const { waitingSince, lastPublicAt } = summary;
  if (waitingSince === null) {
    return <span class="conversation-time">{listTime(lastPublicAt, now.value)}</span>;
  }
  const waited = now.value - waitingSince;
  return (
    <span class={`conversation-time wait-${waitTone(waited)}`}>
      <span class="unseen">{words.conversations.waiting} </span>
      {duration(waited)}
    </span>
  );
}

function LastWords({ summary }: { summary: ConversationSummary }) {
  const { me, directory } = useDesk();
  const { preview } = summary;
  if (preview === null) return <>{words.conversations.noMessagesYet}</>;
  const text = previewWords(preview);
  if (preview.author.kind !== 'agent') return <>{text}</>;
  const agent = directory.find(preview.author.id);
  const by =
    preview.author.id === me.value.id
      ? words.general.you
      : agent
        ? firstName(agent.name)
        : words.conversations.reply;
  return <>{fill(words.conversations.lastWords, { who: by, text })}</>;
}

function Marks({ summary }: { summary: ConversationSummary }) {
  const { me, directory, sites } = useDesk();
  const { ticket, assigneeId, status } = summary;
  const site = sites.value.length > 1 ? sites.value.find((one) => one.id === summary.siteId) : undefined;
  const assignee = assigneeId === null ? undefined : directory.find(assigneeId);
  if (!ticket && !site && !assignee && status === 'open') return null;
  return (
    <span class="conversation-marks">
      {ticket && <Chip tone="accent">#{ticket.number}</Chip>}
      {status === 'resolved' && <Chip tone="good">{words.conversations.resolved}</Chip>}
      {site && <Chip>{site.name}</Chip>}
      {assignee && <Chip>{assignee.id === me.value.id ? words.general.you : firstName(assignee.name)}</Chip>}
    </span>
  );
}
