import type { TicketRow } from '../../shared/tickets.ts';
import { calledInFull } from '../contacts/called.ts';
import { agoTime, fullTime } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { addressOf, navigate } from '../router.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Chip } from '../ui/chip.tsx';
import { words } from '../words/words.ts';
import { PRIORITY_TONES, STATUS_TONES } from './ticket-tones.ts';

/** One ticket in the table; a click anywhere on it opens it, the keyboard goes by its link. */
export function TicketLine({ row, now }: { row: TicketRow; now: number }) {
  const { directory } = useDesk();
  const owner = row.assigneeId === null ? undefined : directory.find(row.assigneeId);
  const address = addressOf({ kind: 'ticket', number: row.number });
  const priority = words.tickets.priorities[row.priority];
  const tone = PRIORITY_TONES[row.priority];
  return (
    <tr
      onClick={(event) => {
        const modified = event.ctrlKey || event.metaKey || event.shiftKey;
        if (!modified && event.target instanceof Element && !event.target.closest('a')) navigate(address);
      }}
    >
      <td class="tickets-number">#{row.number}</td>
      <td class="tickets-subject">
        <a href={address}>{row.subject}</a>
        <span class="tickets-contact">{calledInFull(row.contact)}</span>
      </td>
      <td>
        <Chip tone={STATUS_TONES[row.status]}>{words.tickets.statuses[row.status]}</Chip>
      </td>
      <td class="tickets-priority">{tone ? <Chip tone={tone}>{priority}</Chip> : priority}</td>
      <td class="tickets-category table-faint">{row.category}</td>
      <td>
        {owner ? (
          <span class="tickets-owner">
            <Avatar id={owner.id} name={owner.name} pictureUrl={owner.pictureUrl} size="small" />
            <span class="tickets-owner-name">{owner.name}</span>
          </span>
        ) : (
          <span class="table-faint">{words.general.nobody}</span>
        )}
      </td>
      <td class="table-end table-faint tickets-updated" title={fullTime(row.lastAt)}>
        {agoTime(row.lastAt, now)}
      </td>
    </tr>
  );
}
