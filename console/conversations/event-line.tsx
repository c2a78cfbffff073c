import { called } from '../contacts/called.ts';
import { clockTime, fullTime } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { eventWords } from './event-words.ts';
import type { OpenConversation } from './open-conversation.ts';
import type { EventEntry } from './thread-rows.ts';

/** What happened to the conversation, in one centered line. */
export function EventLine({
  rowKey,
  entry,
  open,
}: {
  rowKey: string;
  entry: EventEntry;
  open: OpenConversation;
}) {
  const { me, directory } = useDesk();
  const contact = open.summary.value?.contact;
  const pieces = eventWords(entry, {
    meId: me.value.id,
    agent: (id) => directory.find(id)?.name,
    contact: called(contact),
  });
  return (
    <div data-row={rowKey} class="event-line" title={fullTime(entry.at)}>
      <p>
        {pieces.map(({ text, strong }) => (strong ? <b>{text}</b> : text))} · {clockTime(entry.at)}
      </p>
    </div>
  );
}
