import { useId, useState } from 'preact/hooks';
import type { Ticket, TicketChanges, TicketRow } from '../../shared/tickets.ts';
import { now } from '../core/clock.ts';
import { dayInSentence } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { type Option, optionsOf } from '../ui/field.tsx';
import './ticket-card.css';
import { fill } from '../../shared/wording.ts';
import { refusalWords, words } from '../words/words.ts';

/** The ticket of the open conversation, to change in place. */
export function TicketCard({ ticket, siteId }: { ticket: Ticket; siteId: string }) {
  const { api, sites } = useDesk();
  const [failure, setFailure] = useState<string | null>(null);
  const change = async (changes: TicketChanges) => {
    setFailure(null);
    const answer = await api.patch<TicketRow>(`/tickets/${ticket.number}`, changes);
    if (!answer.ok) setFailure(refusalWords(answer.error));
  };
  const closed = ticket.status === 'closed';
  const known = sites.value.find((site) => site.id === siteId)?.categories ?? [];
  // A category that the site has dropped since stays the ticket's own.
  const categories =
    known.includes(ticket.category) || !ticket.category ? known : [...known, ticket.category];
  return (
    <div class="ticket-card">
      <div class="ticket-card-head">
        <strong>#{ticket.number}</strong>
        <span class="column-sub">
          {fill(words.tickets.made, { day: dayInSentence(ticket.createdAt, now.value) })}
        </span>
      </div>
      <p class="ticket-card-subject">{ticket.subject}</p>
      <Line
        label={words.tickets.status}
        value={ticket.status}
        off={closed}
        options={optionsOf(words.tickets.statuses)}
        onPick={(status) => void change({ status })}
      />
      <Line
        label={words.tickets.priority}
        value={ticket.priority}
        off={closed}
        options={optionsOf(words.tickets.priorities)}
        onPick={(priority) => void change({ priority })}
      />
      <Line
        label={words.tickets.category}
        value={ticket.category}
        off={closed}
        options={[
          { value: '', label: words.general.none },
          ...categories.map((category) => ({ value: category, label: category })),
        ]}
        onPick={(category) => void change({ category })}
      />
      {closed && <p class="column-sub">{words.tickets.closedForGood}</p>}
      {failure && (
        <p class="ticket-card-failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

interface LineProps<Value extends string> {
  label: string;
  value: Value;
  off: boolean;
  options: readonly Option<Value>[];
  onPick(value: Value): void;
}

function Line<Value extends string>({ label, value, off, options, onPick }: LineProps<Value>) {
  const id = useId();
  return (
    <div class="ticket-card-line">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={value}
        disabled={off}
        onChange={(event) => {
          const picked = options.find((option) => option.value === event.currentTarget.value);
          // What is shown is what the log says: until the change comes back, the old value stands.
          event.currentTarget.value = value;
          if (picked && picked.value !== value) onPick(picked.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
