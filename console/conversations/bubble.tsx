import { firstName } from '../../shared/names.ts';
import { fill } from '../../shared/wording.ts';
import type { OutgoingFile } from '../../widget/core/uploads.ts';
import { BubbleFiles } from '../attachments/bubble-files.tsx';
import { SendingFiles } from '../attachments/file-rows.tsx';
import { called, calledInFull } from '../contacts/called.ts';
import { clockTime, fullTime } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { MessageText } from '../messages/message-text.tsx';
import type { DraftOffers } from '../messages/offers.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { refusalWords, words } from '../words/words.ts';
import { BubbleEditor, BubbleMarks, BubbleMenu } from './bubble-changes.tsx';
import { BubbleOffers } from './bubble-offers.tsx';
import type { OpenConversation } from './open-conversation.ts';
import type { TextRow } from './thread-rows.ts';

/** What is younger than this when it is drawn has just arrived, in milliseconds. */
const FRESH_MS = 2_000;

export interface BubbleProps {
  row: TextRow;
  open: OpenConversation;
  /** What was refused is to be written anew. */
  onEdit(note: boolean, text: string, files: readonly OutgoingFile[], offers: DraftOffers): void;
}

/** A message or a note: the contact's on the left, the team's on the right. */
export function Bubble({ row, open, onEdit }: BubbleProps) {
  const { uploads } = useDesk();
  const writer = useWriter(row, open);
  const editing = open.editing.value === row.key;
  const setEditing = (on: boolean) => {
    open.editing.value = on ? row.key : null;
  };
  const { ofMessage, ofNote, note } = words.conversations;
  const text = row.gone ? (row.note ? ofNote : ofMessage).gone : row.text;
  const out = row.author.kind !== 'contact';
  const classes = ['bubble-row', out ? 'bubble-row-out' : '', row.note ? 'bubble-row-note' : ''];
  if (Date.now() - row.at < FRESH_MS) classes.push('bubble-fresh');
  return (
    <div data-row={row.key} class={classes.filter(Boolean).join(' ')}>
      {row.first && (
        <p class="bubble-by" title={fullTime(row.at)}>
          {[writer.says, row.note ? note : '', clockTime(row.at)].filter(Boolean).join(' · ')}
        </p>
      )}
      <div class="bubble-line">
        {row.first && (
          <Avatar id={row.author.id} name={writer.name} pictureUrl={writer.pictureUrl} size="small" />
        )}
        <div class={row.gone ? 'bubble bubble-gone' : 'bubble'}>
          {editing ? (
            <BubbleEditor row={row} conversationId={open.id} onClose={() => setEditing(false)} />
          ) : (
            text !== '' && <MessageText text={text} />
          )}
          <BubbleOffers {...row.offers} />
          {row.attachments.length > 0 && <BubbleFiles attachments={row.attachments} />}
          {row.files.length > 0 && (
            <SendingFiles files={row.files} partOf={(clientId) => uploads.value.partOf(clientId)} />
          )}
          {row.changeable && !editing && (
            <BubbleMenu row={row} conversationId={open.id} onEdit={() => setEditing(true)} />
          )}
        </div>
      </div>
      <BubbleMarks row={row} />
      <Status row={row} onEdit={() => onEdit(row.note, row.text, row.files, row.draftOffers)} />
    </div>
  );
}

function useWriter(row: TextRow, open: OpenConversation) {
  const { me, directory } = useDesk();
  const { kind, id, name } = row.author;
  if (kind === 'contact') {
    const contact = open.summary.value?.contact ?? { id, name: name ?? null };
    return { name: calledInFull(contact), says: called(contact), pictureUrl: null };
  }
  if (kind === 'system') return { name: 'Parley', says: 'Parley', pictureUrl: null };
  const agent = directory.find(id);
  const full = agent?.name ?? name ?? words.general.somebody;
  const says = id === me.value.id ? words.general.you : firstName(full);
  return { name: full, says, pictureUrl: agent?.pictureUrl ?? null };
}

function Status({ row, onEdit }: { row: TextRow; onEdit(): void }) {
  const { replies } = useDesk();
  const { status, key } = row;
  switch (status.kind) {
    case 'none':
      return null;
    case 'sending':
    case 'waiting':
      return (
        <p class="bubble-status">
          {words.conversations.status[status.kind]}
          {status.unsaved && ` · ${words.conversations.unsaved}`}
          {row.files.length > 0 && (
            <Button size="small" look="quiet" onClick={() => replies.cancel(key)}>
              {words.general.cancel}
            </Button>
          )}
        </p>
      );
    case 'sent':
      return <p class="bubble-status">{words.conversations.status.sent}</p>;
    case 'seen':
      return <p class="bubble-status">{words.conversations.status.seen}</p>;
    case 'failed': {
      const edit = () => {
        onEdit();
        void replies.discard(status.clientId);
      };
      return (
        <div class="bubble-status bubble-status-failed" role="alert">
          {fill(words.conversations.notSent, { why: refusalWords(status.refusal) })}
          <Button size="small" look="quiet" onClick={() => void replies.retry(status.clientId)}>
            {words.general.tryAgain}
          </Button>
          {/* What was to be done to a message is not the message: there is no text of it to write on. */}
          {status.clientId === key && (
            <Button size="small" look="quiet" onClick={edit}>
              {words.general.edit}
            </Button>
          )}
          <Button size="small" look="quiet" onClick={() => void replies.discard(status.clientId)}>
            {words.general.discard}
          </Button>
        </div>
      );
    }
  }
}
