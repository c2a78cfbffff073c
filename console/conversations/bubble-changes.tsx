import { useState } from 'preact/hooks';
import type { Author } from '../../shared/entries.ts';
import { MESSAGE_MAX_CHARACTERS } from '../../shared/limits.ts';
import { firstName } from '../../shared/names.ts';
import { REACTION_EMOJI } from '../../shared/reactions.ts';
import { fullTime } from '../core/times.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { useDesk } from '../desk-context.ts';
import { MessageText } from '../messages/message-text.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import type { TextRow } from './thread-rows.ts';
import './bubble-changes.css';

interface ChangeProps {
  row: TextRow;
  conversationId: string;
}

/** What can be done with a message or note: shown where the pointer or the focus is. */
export function BubbleMenu({ row, conversationId, onEdit }: ChangeProps & { onEdit(): void }) {
  const { me, replies } = useDesk();
  const [asked, ask] = useState<'delete' | 'history' | null>(null);
  const kind = row.note ? 'note' : 'message';
  const own = row.author.kind === 'agent' && row.author.id === me.value.id;
  const items: MenuItem[] = [];
  if (!row.gone) {
    for (const emoji of REACTION_EMOJI) {
      const on = row.reactions.some(
        (each) => each.emoji === emoji && each.by.some(({ id }) => id === me.value.id),
      );
      items.push({
        kind: 'choice',
        label: `React ${emoji}`,
        chosen: on,
        onPick: () => void replies.change(kind, conversationId, row.key, { kind: 'reacted', emoji, on: !on }),
      });
    }
    items.push({ kind: 'line' });
    if (own) items.push({ kind: 'action', label: 'Edit', onPick: onEdit });
    if (own || me.value.role === 'admin')
      items.push({ kind: 'action', label: 'Delete', onPick: () => ask('delete') });
  }
  if (row.gone || row.edited) items.push({ kind: 'action', label: 'History', onPick: () => ask('history') });
  return (
    <div class="bubble-menu">
      <Menu
        label={`What to do with this ${kind}`}
        items={items}
        trigger={(binding) => (
          <Button {...binding} size="small" look="quiet" iconOnly aria-label={`Options of this ${kind}`}>
            ⋯
          </Button>
        )}
      />
      {asked === 'delete' && (
        <Dialog
          title={`Delete this ${kind}?`}
          says="What it said stays in its history, which only your team sees."
          verb="Delete"
          danger
          onConfirm={() => {
            void replies.change(kind, conversationId, row.key, { kind: 'removed' });
            ask(null);
          }}
          onClose={() => ask(null)}
        />
      )}
      {asked === 'history' && (
        <History conversationId={conversationId} target={row.key} onClose={() => ask(null)} />
      )}
    </div>
  );
}

/** That it was edited, and who reacted. */
export function BubbleMarks({ row }: { row: TextRow }) {
  const { directory } = useDesk();
  if (row.gone || (!row.edited && row.reactions.length === 0)) return null;
  const nameOf = (id: string) => directory.find(id)?.name ?? 'The visitor';
  return (
    <p class="bubble-status">
      {row.reactions.map(({ emoji, by }) => (
        <span
          key={emoji}
          class="bubble-reaction"
          title={by.map(({ id }) => firstName(nameOf(id))).join(', ')}
        >
          {emoji} {by.length > 1 && by.length}
        </span>
      ))}
      {row.edited && 'Edited'}
    </p>
  );
}

/** The text of one's own message or note, to be written anew. Enter saves, Escape leaves it as it was. */
export function BubbleEditor({ row, conversationId, onClose }: ChangeProps & { onClose(): void }) {
  const { replies } = useDesk();
  const [text, setText] = useState(row.text);
  const kind = row.note ? 'note' : 'message';
  const save = () => {
    if (text.trim() === '') return;
    if (text !== row.text) void replies.change(kind, conversationId, row.key, { kind: 'edited', text });
    onClose();
  };
  return (
    <form
      class="bubble-editor"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <textarea
        ref={(field) => field?.focus()}
        aria-label={`Edit ${kind}`}
        rows={Math.min(8, text.split('\n').length + 1)}
        maxLength={MESSAGE_MAX_CHARACTERS}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) save();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Button size="small" look="quiet" onClick={onClose}>
        Cancel
      </Button>
      <Button size="small" look="primary" type="submit">
        Save
      </Button>
    </form>
  );
}

/** Every version of a message or note, and who deleted it. */
function History({
  conversationId,
  target,
  onClose,
}: {
  conversationId: string;
  target: string;
  onClose(): void;
}) {
  const { connection, directory } = useDesk();
  const ask = () => connection.request('message:history', { conversationId, target });
  const { state } = useLoaded(ask, target);
  const nameOf = ({ id, name }: Author) => directory.find(id)?.name ?? name ?? 'The visitor';
  return (
    <Dialog title="History" verb="Close" noCancel onConfirm={onClose} onClose={onClose}>
      {state.kind === 'loading' && <p>Loading</p>}
      {state.kind === 'failed' && <p role="alert">{state.refusal.message}</p>}
      {state.kind === 'ready' && (
        <ol class="versions">
          {state.value.versions.map(({ text, at }, index) => (
            <li key={at}>
              <p class="version-by">
                {nameOf(state.value.author)} {index === 0 ? 'wrote' : 'edited'} · {fullTime(at)}
              </p>
              <MessageText text={text} />
            </li>
          ))}
          {state.value.removed && (
            <li>
              <p class="version-by">
                {nameOf(state.value.removed.by)} deleted · {fullTime(state.value.removed.at)}
              </p>
            </li>
          )}
        </ol>
      )}
    </Dialog>
  );
}
