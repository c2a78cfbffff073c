import { useComputed } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { firstName } from '../../shared/names.ts';
import { headOf } from '../../shared/thread.ts';
import { fill } from '../../shared/wording.ts';
import { called, calledInFull } from '../contacts/called.ts';
import { now } from '../core/clock.ts';
import { dayLabel, dayOf } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { addressOf } from '../router.ts';
import { Button } from '../ui/button.tsx';
import { DownIcon } from '../ui/icons.tsx';
import { VirtualList, type VirtualListHandle } from '../ui/virtual-list.tsx';
import { fillWith } from '../words/fill-with.ts';
import { counted, listed, words } from '../words/words.ts';
import { Bubble, type BubbleProps } from './bubble.tsx';
import { EventLine } from './event-line.tsx';
import type { OpenConversation } from './open-conversation.ts';
import { lineOf } from './preview-words.ts';
import { type ThreadRow, threadRows } from './thread-rows.ts';

type LogRow = ThreadRow | { kind: 'top'; key: 'top' };

/** The entries of the open conversation, the newest at the bottom. */
export function ThreadLog({
  open,
  handle,
  onEdit,
}: {
  open: OpenConversation;
  handle: RefObject<VirtualListHandle | null>;
  onEdit: BubbleProps['onEdit'];
}) {
  const { replies, me, watching } = useDesk();
  const [leftAt, setLeftAt] = useState<number | null>(null);
  const atEnd = useRef(true);
  const rows = useComputed((): LogRow[] => [
    { kind: 'top', key: 'top' },
    ...threadRows({
      entries: open.thread.value.entries,
      pending: replies.pending(open.id),
      contactReadSeq: open.contactReadSeq.value,
      me: me.value,
      dayOf,
    }),
  ]);
  const look = (isAtEnd: boolean) => {
    watching.atEnd(isAtEnd);
    if (isAtEnd === atEnd.current) return;
    atEnd.current = isAtEnd;
    setLeftAt(isAtEnd ? null : headOf(open.thread.peek()));
  };
  return (
    <div class="thread-around">
      <VirtualList
        rows={rows.value}
        keyOf={(row) => row.key}
        estimate={likelyHeight}
        // The others go up when older entries come: held by one of them, the beginning would never be left.
        isFixed={(row) => row.kind === 'text' || row.kind === 'event'}
        sticks="end"
        inset={24}
        handle={handle}
        onNearStart={() => {
          if (open.older.peek() === 'idle') void open.loadOlder();
        }}
        onAtEnd={look}
        scroller={{
          class: 'thread-log',
          role: 'log',
          'aria-label': words.conversations.messages,
          // New messages are announced below, once each; drawing rows while scrolling must not be read out.
          'aria-live': 'off',
          tabIndex: 0,
        }}
        render={(row) => drawRow(row, open, onEdit)}
        foot={<TypingLine open={open} />}
      />
      {leftAt !== null && (
        <NewestButton open={open} leftAt={leftAt} onPress={() => handle.current?.scrollToEnd()} />
      )}
      <Announcer open={open} />
    </div>
  );
}

function drawRow(row: LogRow, open: OpenConversation, onEdit: BubbleProps['onEdit']): ComponentChildren {
  switch (row.kind) {
    case 'top':
      return <ThreadTop key={row.key} open={open} />;
    case 'day':
      return (
        <div key={row.key} data-row={row.key} class="day-line">
          {dayLabel(row.at, now.value)}
        </div>
      );
    case 'text':
      return <Bubble key={row.key} row={row} open={open} onEdit={onEdit} />;
    case 'event':
      return <EventLine key={row.key} rowKey={row.key} entry={row.entry} open={open} />;
  }
}

/** Above the oldest entry: whether there is more, and what came before. */
function ThreadTop({ open }: { open: OpenConversation }) {
  const before = open.summary.value?.predecessorId ?? null;
  return (
    <div data-row="top" class="thread-start">
      {topWords(open, before)}
    </div>
  );
}

function topWords(open: OpenConversation, before: string | null): ComponentChildren {
  if (open.older.value === 'failed') {
    const again = () => {
      open.older.value = 'idle';
      void open.loadOlder();
    };
    return (
      <Button size="small" onClick={again}>
        {words.conversations.earlierFailed}
      </Button>
    );
  }
  if (open.thread.value.hasOlder) return words.conversations.loadingEarlier;
  if (before === null) return null;
  return (
    <p>
      {fillWith(words.conversations.follows, {
        earlier: (
          <a class="text-link" href={addressOf({ kind: 'conversation', id: before })}>
            {words.conversations.earlier}
          </a>
        ),
      })}
    </p>
  );
}

function TypingLine({ open }: { open: OpenConversation }) {
  const typists = open.typists.value;
  if (typists.length === 0) return null;
  const names = typists.map(({ kind, name }) =>
    kind === 'contact' ? called(open.summary.value?.contact) : firstName(name),
  );
  return (
    <div class="typing">
      <span class="typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {counted(words.conversations.typing, names.length, { names: listed(names) })}
    </div>
  );
}

function NewestButton({
  open,
  leftAt,
  onPress,
}: {
  open: OpenConversation;
  leftAt: number;
  onPress(): void;
}) {
  const fresh = open.thread.value.entries.filter(
    (entry) => entry.seq > leftAt && (entry.kind === 'message' || entry.kind === 'note'),
  ).length;
  return (
    <div class="newest">
      <Button size="small" onClick={onPress}>
        <DownIcon />
        {fresh === 0 ? words.conversations.newest : counted(words.conversations.newMessages, fresh)}
      </Button>
    </div>
  );
}

/** Reads out what others write while the thread is open. */
function Announcer({ open }: { open: OpenConversation }) {
  const { me } = useDesk();
  const [said, say] = useState('');
  const heard = useRef<number | null>(null);
  const entries = open.thread.value.entries;
  useEffect(() => {
    const last = entries.at(-1);
    if (last === undefined) return;
    const first = heard.current === null;
    const fresh = entries.filter((entry) => entry.seq > (heard.current ?? 0));
    heard.current = last.seq;
    if (first) return;
    const texts = fresh.map((entry) => {
      if (entry.kind !== 'message' && entry.kind !== 'note') return '';
      if (entry.author.id === me.peek().id) return '';
      const contact = open.summary.peek()?.contact;
      const by = entry.author.kind === 'contact' && contact ? calledInFull(contact) : entry.author.name;
      const { newMessage, lastWords } = words.conversations;
      return fill(lastWords, { who: by ?? newMessage, text: lineOf(entry) });
    });
    const text = texts.filter(Boolean).join('. ');
    if (text) say(text);
  }, [entries]);
  return (
    <div class="unseen" aria-live="polite">
      {said}
    </div>
  );
}

/** Height of a row before it is drawn, in pixels, from how much it says. */
function likelyHeight(row: LogRow): number {
  switch (row.kind) {
    case 'top':
      return 34;
    case 'day':
      return 38;
    case 'event':
      return 34;
    case 'text': {
      const lines = row.text
        .split('\n')
        .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 56)), 0);
      const files = row.attachments.reduce((sum, { height = 32 }) => sum + Math.min(height, 240) + 6, 0);
      const cards = row.offers.cards?.length ? 180 : 0;
      return lines * 20 + 20 + (row.first ? 30 : 0) + files + cards + row.files.length * 38;
    }
  }
}
