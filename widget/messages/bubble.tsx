import { useMemo } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import { Face, type Person } from '../ui/face.tsx';
import { timeOf } from '../ui/words.ts';
import { linkify } from './linkify.ts';
import type { Row } from './rows.ts';

/** An agent's message. */
export function TheirBubble(props: { row: Row & { kind: 'theirs' }; person: Person; language: string }) {
  const { row, person, language } = props;
  return (
    <div class="theirs">
      {row.first && (
        <span class="by">
          {row.name} · {timeOf(row.at, language)}
        </span>
      )}
      {row.last && <Face person={person} tiny />}
      <Text {...row} language={language} />
    </div>
  );
}

/** The visitor's own message and what became of it. */
export function OwnBubble({
  row,
  chat,
  language,
}: {
  row: Row & { kind: 'mine' };
  chat: Chat;
  language: string;
}) {
  const { status, key } = row;
  return (
    <div class={`mine ${row.first ? 'first' : ''} ${status?.kind === 'Not sent' ? 'failed' : ''}`}>
      <Text {...row} language={language} />
      {status && (
        // Off: a status that changes is no message, and must not be read out as one.
        <div class="status" aria-live="off">
          <span>{status.kind}</span>
          {'unsaved' in status && status.unsaved && ' · not saved, keep this page open'}
          {status.kind === 'Not sent' && (
            <>
              <div>{status.reason}</div>
              <button type="button" class="plain" onClick={() => chat.retry(key)}>
                Try again
              </button>
              <button type="button" class="plain" onClick={() => chat.edit(key, row.text)}>
                Edit
              </button>
              <button type="button" class="plain" onClick={() => chat.discard(key)}>
                Discard
              </button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Text({ text, at, language }: { text: string; at: number; language: string }) {
  const parts = useMemo(() => linkify(text), [text]);
  return (
    <div class="bubble" dir="auto" lang={language} title={timeOf(at, language)}>
      {parts.map((part) =>
        part.href ? (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </div>
  );
}
