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
import { fill } from '../../shared/wording.ts';
import { listed, refusalWords, words } from '../words/words.ts';

interface ChangeProps {
  row: TextRow;
  conversationId: string;
}

/** What can be done with a message or note: shown where the pointer or the focus is. */
export function BubbleMenu({ row, conversationId, onEdit }: ChangeProps & { onEdit(): void }) {
  const { me, replies } = useDesk();
  const [asked, ask] = useState<'delete' | 'history' | null>(null);
  const kind = row.note ? 'note' : 'message';
  const about = wordsAbout(row);
  const own = row.author.kind === 'agent' && row.author.id === me.value.id;
  const items: MenuItem[] = [];
  if (!row.gone) {
    for (const emoji of REACTION_EMOJI) {
      const on = row.reactions.some(
        (each) => each.emoji === emoji && each.by.some(({ id }) => id === me.value.id),
      );
      items.push({
        kind: 'choice',
        label: fill(words.conversations.react, { emoji }),
        chosen: on,
        onPick: () => void replies.change(kind, conversationId, row.key, { kind: 'reacted', emoji, on: !on }),
      });
    }
    items.push({ kind: 'line' });
    if (own) items.push({ kind: 'action', label: words.general.edit, onPick: onEdit });
    if (own || me.value.role === 'admin')
      items.push({ kind: 'action', label: words.general.delete, onPick: () => ask('delete') });
  }
  if (row.gone || row.edited)
    items.push({ kind: 'action', label: words.conversations.history, onPick: () => ask('history') });
  return (
    <div class="bubble-menu">
      <Menu
        label={about.menu}
        items={items}
        trigger={(binding) => (
          <Button {...binding} size="small" look="quiet" iconOnly aria-label={about.options}>
            ⋯
          </Button>
        )}
      />
      {asked === 'delete' && (
        <Dialog
          title={about.delete}
          says={words.conversations.deleteSays}
          verb={words.general.delete}
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

function wordsAbout({ note }: TextRow) {
  return note ? words.conversations.ofNote : words.conversations.ofMessage;
}

/** That it was edited, and who reacted. */
export function BubbleMarks({ row }: { row: TextRow }) {
  const { directory } = useDesk();
  if (row.gone || (!row.edited && row.reactions.length === 0)) return null;
  const nameOf = (id: string) => directory.find(id)?.name ?? words.general.theVisitor;
  return (
    <p class="bubble-status">
      {row.reactions.map(({ emoji, by }) => (
        <span key={emoji} class="bubble-reaction" title={listed(by.map(({ id }) => firstName(nameOf(id))))}>
          {emoji} {by.length > 1 && by.length}
        </span>
      ))}
      {row.edited && words.conversations.edited}
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
        aria-label={wordsAbout(row).edit}
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
        {words.general.cancel}
      </Button>
      <Button size="small" look="primary" type="submit">
        {words.general.save}
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
  const nameOf = ({ id, name }: Author) => directory.find(id)?.name ?? name ?? words.general.theVisitor;
  return (
    <Dialog
      title={words.conversations.history}
      verb={words.general.close}
      noCancel
      onConfirm={onClose}
      onClose={onClose}
    >
      {state.kind === 'loading' && <p>{words.conversations.loadingHistory}</p>}
      {state.kind === 'failed' && <p role="alert">{refusalWords(state.refusal)}</p>}
      {state.kind === 'ready' && (
        <ol class="versions">
          {state.value.versions.map(({ text, at }, index) => (
            <li key={at}>
              <p class="version-by">
                {fill(index === 0 ? words.conversations.wrote : words.conversations.editedBy, {
                  name: nameOf(state.value.author),
                  time: fullTime(at),
                })}
              </p>
              <MessageText text={text} />
            </li>
          ))}
          {state.value.removed && (
            <li>
              <p class="version-by">
                {fill(words.conversations.deletedBy, {
                  name: nameOf(state.value.removed.by),
                  time: fullTime(state.value.removed.at),
                })}
              </p>
            </li>
          )}
        </ol>
      )}
    </Dialog>
  );
}
