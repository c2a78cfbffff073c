import { type ComponentChildren, h } from 'preact';
import { drawRichText } from '../../shared/draw-rich-text.ts';
import { timeOf } from '../../shared/wording.ts';
import { BubbleFiles } from '../attachments/bubble-files.tsx';
import type { Chat } from '../core/chat.ts';
import { Face, type Person } from '../ui/face.tsx';
import { moreWords, refusalWords } from '../words/more-words.ts';
import { language, words } from '../words/words.ts';
import { Cards } from './cards.tsx';
import type { Bubble, Row } from './rows.ts';

/** An agent's message. */
export function TheirBubble(props: {
  row: Row & { kind: 'theirs' };
  person: Person;
  chat: Chat;
  options: ComponentChildren;
}) {
  const { row, person, chat, options } = props;
  return (
    <div class="theirs">
      {row.first && (
        <span class="by">
          {row.name} · {timeOf(language, row.at)}
        </span>
      )}
      {row.last && <Face person={person} tiny />}
      <Text bubble={row} chat={chat} />
      {row.cards && <Cards cards={row.cards} />}
      {options}
    </div>
  );
}

/** The visitor's own message and what became of it. */
export function OwnBubble({
  row,
  chat,
  options,
}: {
  row: Row & { kind: 'mine' };
  chat: Chat;
  options: ComponentChildren;
}) {
  const { status, key } = row;
  const edit = () => {
    const { store } = chat;
    store.set({ files: [...store.get().files, ...(row.files ?? [])] });
    chat.edit(key, row.text);
  };
  return (
    <div class={`mine ${row.first ? 'first' : ''} ${status?.kind === 'notSent' ? 'failed' : ''}`}>
      <Text bubble={row} chat={chat} />
      {options}
      {status && (
        // Off: a status that changes is no message, and must not be read out as one.
        <div class="status" aria-live="off">
          <span>{words.status[status.kind]}</span>
          {'unsaved' in status && status.unsaved && ` · ${moreWords().notSaved}`}
          {status.kind === 'notSent' && (
            <>
              <div>{refusalWords(status.code)}</div>
              <button type="button" class="plain" onClick={() => chat.retry(status.clientId)}>
                {moreWords().tryAgain}
              </button>
              {status.clientId === key && (
                <button type="button" class="plain" onClick={edit}>
                  {moreWords().edit}
                </button>
              )}
              <button type="button" class="plain" onClick={() => chat.discard(status.clientId)}>
                {moreWords().discard}
              </button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Text({ bubble, chat }: { bubble: Bubble; chat: Chat }) {
  const { text, at, gone, edited, reactions } = bubble;
  // Cards may stand for themselves.
  if (text === '' && !edited && reactions.length === 0 && !bubble.attachments && bubble.cards) return null;
  return (
    <div class={gone ? 'bubble gone' : 'bubble'} dir="auto" title={timeOf(language, at)}>
      {drawRichText(text, h)}
      {(bubble.attachments ?? bubble.files) && <BubbleFiles bubble={bubble} chat={chat} />}
      {edited && <span class="small"> {moreWords().edited}</span>}
      {reactions.length > 0 && (
        <div>
          {reactions.map(({ emoji, count }) => (
            <span class="reaction">
              {emoji} {count > 1 && count}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
