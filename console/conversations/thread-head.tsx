import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { ConversationSummary } from '../../shared/conversations.ts';
import { firstName } from '../../shared/names.ts';
import { fill } from '../../shared/wording.ts';
import { calledInFull } from '../contacts/called.ts';
import { useDesk } from '../desk-context.ts';
import { addressOf } from '../router.ts';
import { NewTicketDialog } from '../tickets/new-ticket-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { BackIcon, DownIcon, PanelIcon } from '../ui/icons.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { words } from '../words/words.ts';
import { assignOpen, toggleResolved } from './actions.ts';

export interface ThreadHeadProps {
  summary: ConversationSummary | null;
  /** Where "back" goes, where the thread takes the whole screen. */
  backTo: string;
  /** Always there, as for a ticket, or only where there is no room for the list. */
  back: 'always' | 'narrow';
  detailsOpen: boolean;
  detailsButton: RefObject<HTMLSpanElement | null>;
  onToggleDetails(): void;
}

export function ThreadHead(props: ThreadHeadProps) {
  const { summary, backTo, back, detailsOpen, detailsButton, onToggleDetails } = props;
  return (
    <header class="column-head thread-head">
      <a
        class={`button button-quiet button-icon button-small ${back === 'narrow' ? 'narrow-only' : ''}`}
        href={backTo}
        aria-label={words.general.back}
      >
        <BackIcon />
      </a>
      <div class="thread-title">
        <h1 class="column-title">{summary ? calledInFull(summary.contact) : ''}</h1>
        {summary && <Subtitle summary={summary} />}
      </div>
      {summary && (
        <div class="thread-actions">
          <Assignment summary={summary} />
          <TicketButton summary={summary} />
          <ResolveButton summary={summary} />
          <span ref={detailsButton}>
            <Button
              look="quiet"
              iconOnly
              aria-label={detailsOpen ? words.conversations.hideDetails : words.conversations.showDetails}
              aria-expanded={detailsOpen}
              onClick={onToggleDetails}
            >
              <PanelIcon />
            </Button>
          </span>
        </div>
      )}
    </header>
  );
}

function Subtitle({ summary }: { summary: ConversationSummary }) {
  const { ticket, contact } = summary;
  if (ticket !== null) {
    return (
      <>
        <a class="chip chip-accent" href={addressOf({ kind: 'ticket', number: ticket.number })}>
          #{ticket.number}
        </a>
        <span class="column-sub">{ticket.subject}</span>
      </>
    );
  }
  if (summary.topic) return <span class="column-sub">{summary.topic}</span>;
  return contact.name && contact.email ? <span class="column-sub">{contact.email}</span> : null;
}

function Assignment({ summary }: { summary: ConversationSummary }) {
  const desk = useDesk();
  const me = desk.me.value;
  const { assigneeId } = summary;
  const assignee = assigneeId === null ? undefined : desk.directory.find(assigneeId);
  const mine = assigneeId === me.id;
  const owner = mine ? words.general.you : assignee ? firstName(assignee.name) : words.general.nobody;
  const items: MenuItem[] = [
    { kind: 'label', text: words.conversations.assignTo },
    ...desk.directory.active.map(
      (agent): MenuItem => ({
        kind: 'choice',
        label: agent.id === me.id ? fill(words.general.thatIsYou, { name: agent.name }) : agent.name,
        hint: words.general.presence[agent.presence],
        chosen: agent.id === assigneeId,
        onPick: () => void assignOpen(desk, agent.id),
      }),
    ),
    { kind: 'line' },
    {
      kind: 'choice',
      label: words.general.nobody,
      chosen: assigneeId === null,
      onPick: () => void assignOpen(desk, null),
    },
  ];
  return (
    <div class="thread-assign">
      {!mine && (
        <Button onClick={() => void assignOpen(desk, me.id)}>{words.conversations.assignToMe}</Button>
      )}
      <Menu
        label={words.conversations.assignTo}
        align="end"
        items={items}
        trigger={(binding) => (
          <Button look="quiet" size="small" {...binding}>
            <span class="unseen">{words.conversations.assignedTo} </span>
            <span class={assignee ? '' : 'unseen'}>{owner}</span>
            <DownIcon />
          </Button>
        )}
      />
    </div>
  );
}

function TicketButton({ summary }: { summary: ConversationSummary }) {
  const [asking, setAsking] = useState(false);
  if (summary.ticket !== null) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{words.conversations.createTicket}</Button>
      {asking && <NewTicketDialog summary={summary} onClose={() => setAsking(false)} />}
    </>
  );
}

function ResolveButton({ summary }: { summary: ConversationSummary }) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await toggleResolved(desk);
    setBusy(false);
  };
  if (summary.ticket?.status === 'closed') return null;
  const resolved = summary.status === 'resolved';
  return (
    <Button look={resolved ? 'plain' : 'primary'} busy={busy} onClick={() => void press()}>
      {resolved ? words.conversations.reopen : words.conversations.resolve}
    </Button>
  );
}
