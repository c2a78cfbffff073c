import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { unreadOf } from '../core/talks.ts';
import { isAtEnd } from './thread-view.tsx';

/** Somebody who has missed more than this, beyond what the handshake brings, begins with the newest. */
const SOUGHT_MAX_ENTRIES = 200;
/** What stays in view of what has been read, in pixels. */
const ABOVE_PIXELS = 8;

/** Where the line before what is new stands, for as long as the thread is shown. */
interface Place {
  id: string;
  readSeq: number | null;
  unread: number;
  isOpened: boolean;
  /** The line is brought into view once it is drawn. */
  isSought: boolean;
}

const nowhere = (id: string): Place => ({ id, readSeq: null, unread: 0, isOpened: false, isSought: false });

/**
 * Follows where the visitor has stopped reading, and opens the thread there. Whoever looks at something older when news
 * comes keeps their place.
 *
 * @param rows what holds the lines, inside the log
 * @returns the number of the last entry that had been read when something new came; null where nothing is new or its
 *   beginning is not known yet
 */
export function useNewLine(
  rows: { current: HTMLElement | null },
  chat: Chat,
  state: ChatState,
  id: string,
): number | null {
  const kept = useRef(nowhere(id));
  if (kept.current.id !== id) kept.current = nowhere(id);
  const place = kept.current;
  const talk = state.talks[id];
  const unread = talk ? unreadOf(talk) : 0;
  // What is read at once is never seen here as unread: the two come together.
  if (talk && unread > 0 && place.unread === 0) {
    place.isSought = !place.isOpened || state.atEnd;
    place.readSeq = talk.read.seq;
  }
  place.unread = unread;
  place.isOpened ||= talk !== undefined;
  const { readSeq } = place;
  const [first] = talk?.thread.entries ?? [];
  // How many entries lie between what is known and where reading stopped.
  const between = readSeq !== null && first && talk?.thread.hasOlder ? first.seq - 1 - readSeq : 0;

  useEffect(() => {
    if (place.isSought && between > 0 && between <= SOUGHT_MAX_ENTRIES) chat.older(id);
  }, [between, id, state.link.kind]);

  useLayoutEffect(() => {
    const log = rows.current?.parentElement;
    const line = rows.current?.querySelector('.new');
    if (!place.isSought || !log || !(line || between > SOUGHT_MAX_ENTRIES)) return;
    place.isSought = false;
    if (line)
      log.scrollTop += line.getBoundingClientRect().top - log.getBoundingClientRect().top - ABOVE_PIXELS;
    chat.setAtEnd(isAtEnd(log));
  });

  return between > 0 ? null : readSeq;
}
