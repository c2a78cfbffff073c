import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import { Face, type Person } from '../ui/face.tsx';
import { timeOf } from '../ui/words.ts';
import { linkify } from './linkify.ts';
import type { Bubble, Row } from './rows.ts';

/** An agent's message. */
export function TheirBubble(props: {
  row: Row & { kind: 'theirs' };
  person: Person;
  language: string;
  options: ComponentChildren;
}) {
  const { row, person, language, options } = props;
  return (
    <div class="theirs">
      {row.first && (
        <span class="by">
          {row.name} · {timeOf(row.at, language)}
        </span>
      )}
      {row.last && <Face person={person} tiny />}
      <Text {...row} language={language} />
      {options}
    </div>
  );
}

/** The visitor's own message and what became of it. */
export function OwnBubble({
  row,
  chat,
  language,
  options,
}: {
  row: Row & { kind: 'mine' };
  chat: Chat;
  language: string;
  options: ComponentChildren;
}) {
  const { status, key } = row;
  return (
    <div class={`mine ${row.first ? 'first' : ''} ${status?.kind === 'Not sent' ? 'failed' : ''}`}>
      <Text {...row} language={language} />
      {options}
      {status && (
        // Off: a status that changes is no message, and must not be read out as one.
        <div class="status" aria-live="off">
          <span>{status.kind}</span>
          {'unsaved' in status && status.unsaved && ' · not saved, keep this page open'}
          {status.kind === 'Not sent' && (
            <>
              <div>{status.reason}</div>
              <button type="button" class="plain" onClick={() => chat.retry(status.clientId)}>
                Try again
              </button>
              {status.clientId === key && (
                <button type="button" class="plain" onClick={() => chat.edit(key, row.text)}>
                  Edit
                </button>
              )}
              <button type="button" class="plain" onClick={() => chat.discard(status.clientId)}>
                Discard
              </button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Text({ text, at, gone, edited, reactions, language }: Bubble & { language: string }) {
  const parts = useMemo(() => linkify(text), [text]);
  return (
    <div class={gone ? 'bubble gone' : 'bubble'} dir="auto" lang={language} title={timeOf(at, language)}>
      {parts.map((part) =>
        part.href ? (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
      {edited && <span class="small"> edited</span>}
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
