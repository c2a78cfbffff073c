import type { RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MESSAGE_MAX_CHARACTERS, MESSAGE_WARN_CHARACTERS } from '../../shared/limits.ts';
import type { OutgoingFile } from '../../widget/core/uploads.ts';
import { AttachButton } from '../attachments/attach-button.tsx';
import { ChosenFiles } from '../attachments/file-rows.tsx';
import { useDroppedFiles } from '../attachments/use-dropped-files.ts';
import { useTray } from '../attachments/use-tray.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../ui/button.tsx';
import { Tabs } from '../ui/tabs.tsx';
import type { Draft } from './drafts.ts';
import { EmojiButton } from './emoji-button.tsx';
import { OfferFields, OfferMenu } from './offer-fields.tsx';
import { type DraftOffers, NO_OFFERS, offersNothing } from './offers.ts';
import { createTypingMark } from './typing-mark.ts';
import './composer.css';
import { fill } from '../../shared/wording.ts';
import { optionsOf } from '../ui/field.tsx';
import { counted, words } from '../words/words.ts';

type Mode = keyof Draft;

export interface ComposerHandle {
  focus(mode: Mode): void;
  /** Puts a text after what is being written. */
  append(mode: Mode, text: string, files?: readonly OutgoingFile[], offers?: DraftOffers): void;
}

export interface ComposerProps {
  conversationId: string;
  /** Whom a reply goes to. */
  to: string;
  /** The ticket is closed for good: only notes can be added. */
  closed: boolean;
  handle: RefObject<ComposerHandle | null>;
  onSent(): void;
}

/** Where replies and notes are written. Give it the conversation's id as its key: each has its own draft. */
export function Composer({ conversationId, to, closed, handle, onSent }: ComposerProps) {
  const desk = useDesk();
  const [mode, setMode] = useState<Mode>('reply');
  const [draft, setDraft] = useState<Draft>(() => desk.drafts.get(conversationId));
  const area = useRef<HTMLTextAreaElement>(null);
  const panelId = useId();
  const [mark] = useState(() =>
    createTypingMark((typing) => desk.connection.typing(conversationId, typing), Date.now),
  );
  useEffect(() => () => mark.stop(), []);
  const text = draft[mode];
  useLayoutEffect(() => {
    if (area.current) fitHeight(area.current);
  }, [text, mode]);
  const focus = (next: Mode) => {
    setMode(next);
    requestAnimationFrame(() => area.current?.focus());
  };
  const offerDraft = desk.offers.of(conversationId);
  const [asksReplies, setAsksReplies] = useState(false);
  // As it is now: who pastes and sends at once is quicker than what is on the screen.
  const newest = useRef(draft);
  const keep = (next: Draft) => {
    newest.current = next;
    setDraft(next);
    desk.drafts.set(conversationId, next);
  };
  const change = (next: string) => {
    keep({ ...newest.current, [mode]: next });
    // The visitor never learns that a note is being written.
    if (mode === 'reply') mark.typed(next.trim() !== '');
  };
  handle.current = {
    focus,
    append(next, more, files = [], offers = NO_OFFERS) {
      if (!offersNothing(offers)) offerDraft.value = offers;
      const tray = desk.trays.of(conversationId, next);
      tray.value = [...tray.value, ...files];
      keep({ ...newest.current, [next]: [newest.current[next], more].filter(Boolean).join('\n') });
      focus(next);
    },
  };
  const tray = desk.trays.of(conversationId, mode);
  const { fault, take, remove, clear } = useTray(tray);
  const over = useDroppedFiles(take);
  const length = text.length;
  const unanswerable = closed && mode === 'reply';
  const isSendable = (written: string) =>
    !unanswerable &&
    (written.trim() !== '' ||
      tray.value.length > 0 ||
      (mode === 'reply' && offerDraft.value.cards.length > 0)) &&
    written.length <= MESSAGE_MAX_CHARACTERS;
  const sendable = isSendable(text);
  const send = () => {
    const written = newest.current[mode];
    if (!isSendable(written)) return;
    const files = tray.value;
    const kind = mode === 'note' ? 'note' : 'message';
    const offers = offerDraft.value;
    void desk.replies.send({
      kind,
      conversationId,
      text: written,
      ...(files.length > 0 && { files }),
      ...(kind === 'message' && !offersNothing(offers) && { offers }),
    });
    clear();
    if (kind === 'message') offerDraft.value = NO_OFFERS;
    setAsksReplies(false);
    change('');
    mark.stop();
    onSent();
    area.current?.focus();
  };
  const { reply, note } = words.writing;
  const classes = [
    'composer',
    ...(mode === 'note' ? ['composer-note'] : []),
    ...(over ? ['composer-drop'] : []),
  ];
  return (
    <form
      class={classes.join(' ')}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Tabs
        label={words.writing.what}
        tabs={optionsOf({ reply, note })}
        chosen={mode}
        panelId={panelId}
        onChoose={(next) => setMode(next)}
      />
      <div id={panelId} role="tabpanel" aria-labelledby={`${panelId}-${mode}`}>
        {unanswerable && <p class="composer-closed">{words.writing.closed}</p>}
        <textarea
          hidden={unanswerable}
          ref={area}
          class="composer-text"
          aria-label={mode === 'note' ? note : reply}
          placeholder={mode === 'note' ? words.writing.onlyTeam : fill(words.writing.writeTo, { name: to })}
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0) return;
            event.preventDefault();
            take(files);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
            if (event.key === 'ArrowUp' && text === '')
              desk.watching.open.peek()?.editLastOf(desk.me.peek().id);
            if (!sends(event)) return;
            event.preventDefault();
            send();
          }}
        />
        {!unanswerable && <ChosenFiles files={tray.value} fault={fault} onRemove={remove} />}
        {mode === 'reply' && !unanswerable && <OfferFields draft={offerDraft} asks={asksReplies} />}
        <div class="composer-bar">
          {!unanswerable && <AttachButton onFiles={take} />}
          {!unanswerable && <EmojiButton field={area} />}
          {mode === 'reply' && !unanswerable && (
            <OfferMenu draft={offerDraft} onReplies={() => setAsksReplies(true)} />
          )}
          <Count length={length} />
          <span class="spread" />
          <span aria-hidden="true">
            <kbd class="keycap">Enter</kbd>
          </span>
          <Button type="submit" look="primary" off={!sendable}>
            {words.writing.send}
          </Button>
        </div>
      </div>
    </form>
  );
}

function Count({ length }: { length: number }) {
  if (length < MESSAGE_WARN_CHARACTERS) return null;
  const left = MESSAGE_MAX_CHARACTERS - length;
  const over = left < 0;
  return (
    <p class={over ? 'composer-count composer-over' : 'composer-count'} role="status">
      {over ? counted(words.writing.charactersOver, -left) : counted(words.writing.charactersLeft, left)}
    </p>
  );
}

/** Enter sends and Shift+Enter breaks the line; while an input method composes, Enter belongs to it. */
function sends(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.isComposing || event.shiftKey || event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return true;
  // On a touch keyboard there is no Shift+Enter: there Enter breaks the line.
  return !matchMedia('(pointer: coarse)').matches;
}

function fitHeight(area: HTMLTextAreaElement): void {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
}
