import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { createLocalStore } from '../core/local-store.ts';
import { newestFirst, unreadOf } from '../core/talks.ts';
import { personOf } from '../messages/agent-of.ts';
import { lineOf } from '../messages/line-of.ts';
import type { Shell } from '../shell.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { Face } from '../ui/face.tsx';
import { Icon } from '../ui/icon.tsx';
import { moreWords } from '../words/more-words.ts';
import { language, words } from '../words/words.ts';
import css from './peek.css';

/** What has been answered while the chat is closed, beside the launcher. Put away, it comes back with what is newer. */
export function Peek({ state, shell }: { chat: Chat; state: ChatState; shell: Shell }) {
  const part = useRef<HTMLDivElement>(null);
  useStyles(part, css);
  const [kept] = useState(() => createLocalStore(state.site.key));
  const [putAway, putAwayAs] = useState(() => kept.get('peeked'));
  const message = newestAnswer(state);
  // A page that has a launcher of its own says itself what is new.
  const shown = shell.launcher && message && message.clientId !== putAway ? message : null;
  const person =
    shown && personOf({ id: shown.author.id, name: shown.author.name ?? state.site.name }, state);
  const text = shown && lineOf(shown);
  const [said, say] = useState('');
  // Only what changes in a place that was there before is read out.
  useEffect(() => say(person && text ? `${person.name}: ${text}` : ''), [shown?.clientId]);
  const launcher = () =>
    shell.root.querySelector<HTMLElement>(':host > button, button[aria-expanded="false"]');
  const dismiss = () => {
    if (!shown) return;
    kept.set('peeked', shown.clientId);
    putAwayAs(shown.clientId);
    launcher()?.focus();
  };
  return (
    <div ref={part} class={`chat peek ${shell.side}`} lang={language} dir={words.direction}>
      <span class="unseen" role="status">
        {said}
      </span>
      {shown && person && (
        <>
          <button type="button" class="peeked" onClick={() => launcher()?.click()}>
            <Face person={person} />
            <span class="grow">
              <b class="cut">{person.name}</b>
              <span class="lines" dir="auto">
                {text}
              </span>
            </span>
          </button>
          <button type="button" class="icon" aria-label={moreWords().hide} onClick={dismiss}>
            <Icon name="close" />
          </button>
        </>
      )}
    </div>
  );
}

/** The newest message of an agent that has not been read. */
function newestAnswer({ talks }: ChatState) {
  const talk = newestFirst(talks).find((each) => unreadOf(each) > 0);
  const entry = talk?.thread.entries.findLast(
    ({ kind, author }) => kind === 'message' && author.kind !== 'contact',
  );
  return entry?.kind === 'message' && !entry.removedAt ? entry : null;
}
