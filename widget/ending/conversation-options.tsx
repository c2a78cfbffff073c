import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../core/chat.ts';
import { type ChatState, pendingIn } from '../core/chat-state.ts';
import type { Talk } from '../core/talks.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { collectEntries } from './collect-entries.ts';
import css from './conversation-options.css';
import { EndTalk } from './end-talk.tsx';
import { HandOver } from './hand-over.tsx';
import { printDocument, saveDocument } from './keep-document.ts';
import { transcriptOf } from './transcript.ts';
import { words } from './words.ts';

interface OptionsProps {
  chat: Chat;
  state: ChatState;
  talk: Talk;
  /** Closes it and gives the focus back. */
  onClose(): void;
}

/** A list of what can be done, and in its place what was chosen. */
export function ConversationOptions({ chat, state, talk, onClose }: OptionsProps) {
  const card = useRef<HTMLElement>(null);
  useStyles(card, css);
  const [step, setStep] = useState<'list' | 'end' | 'handOver'>('list');
  useLayoutEffect(() => card.current?.querySelector('button')?.focus(), [step]);
  useLeave(card, onClose);
  return (
    <section
      ref={card}
      class="card menu"
      aria-label={words.conversationOptions}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      {step === 'list' && <List chat={chat} state={state} talk={talk} onClose={onClose} onPick={setStep} />}
      {step === 'end' && <EndTalk chat={chat} talk={talk} onClose={onClose} />}
      {step === 'handOver' && (
        <HandOver chat={chat} id={talk.conversation.id} onBack={() => setStep('list')} />
      )}
    </section>
  );
}

function List({
  chat,
  state,
  talk,
  onClose,
  onPick,
}: OptionsProps & { onPick(step: 'end' | 'handOver'): void }) {
  const [says, setSays] = useState('');
  const { id, status, ticketNumber } = talk.conversation;
  // What is still on its way would open it again.
  const mayEnd = status === 'open' && ticketNumber === null && pendingIn(state, id).length === 0;
  const keep = async (how: (transcript: Document) => void) => {
    setSays(words.ending.collecting);
    const [collected, later] = await Promise.all([
      collectEntries(chat, id),
      import('../later.ts').catch(() => null),
    ]);
    if (!collected || !later) return setSays(words.noConnection);
    how(transcriptOf(collected, chat.store.get(), later.threadRows));
    onClose();
  };
  return (
    <>
      {mayEnd && <Choice says={words.ending.end} onPick={() => onPick('end')} />}
      <Choice says={words.ending.save} onPick={() => void keep(saveDocument)} />
      <Choice says={words.ending.print} onPick={() => void keep(printDocument)} />
      {/^https?:$/.test(location.protocol) && (
        <Choice says={words.ending.resume} onPick={() => onPick('handOver')} />
      )}
      <p class="small" role="status">
        {says}
      </p>
    </>
  );
}

function Choice({ says, onPick }: { says: string; onPick(): void }) {
  return (
    <button type="button" class="pick" onClick={onPick}>
      {says}
    </button>
  );
}

/** Whoever presses beside it wants something else. */
function useLeave(card: { current: HTMLElement | null }, onClose: () => void): void {
  useEffect(() => {
    const root = card.current?.getRootNode();
    const ending = new AbortController();
    root?.addEventListener(
      'pointerdown',
      (event) => {
        const path = event.composedPath();
        const opener = card.current?.previousElementSibling;
        if (!path.some((each) => each === card.current || each === opener)) onClose();
      },
      ending,
    );
    return () => ending.abort();
  }, []);
}
