import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Emoji, type EmojiCatalog, findEmoji, readEmoji, shaded } from '../../shared/emoji/emoji.ts';
import { loadEmoji } from '../../shared/emoji/load-emoji.ts';
import { chooseLanguage } from '../../shared/languages.ts';
import type { Chat } from '../core/chat.ts';
import { createLocalStore } from '../core/local-store.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { language } from '../words/words.ts';
import { EmojiGrid } from './emoji-grid.tsx';
import css from './emoji-panel.css';
import { keptEmoji } from './kept-emoji.ts';
import { placePanel } from './place-panel.ts';
import { step } from './step.ts';

const TAB_SIGNS = ['🕘', '😀', '👋', '🐻', '🍔', '🚗', '⚽', '💡', '❤️', '🏁'];
const AGAIN_MS = 3_000;

/** Emoji to put into what is being written, over the chat, so that nothing moves. */
export function EmojiPanel({ chat }: { chat: Chat }) {
  const panel = useRef<HTMLDivElement>(null);
  useStyles(panel, css);
  const catalog = useCatalog();
  const field = () => writingField(panel.current);
  const close = () => chat.store.set({ picking: false });
  const place = () => {
    if (panel.current) placePanel(panel.current, field());
  };
  // What is around it may have changed with anything.
  useLayoutEffect(place);
  useEffect(() => {
    const resized = new ResizeObserver(place);
    const around = panel.current?.closest('.chat');
    if (around) resized.observe(around);
    return () => resized.disconnect();
  }, []);
  useEffect(() => {
    const root = panel.current?.getRootNode();
    const leave = (event: Event) => {
      // The button that opens it closes it, too.
      const within = event.composedPath().some((each) => each === panel.current || isOpener(each));
      if (!within) close();
    };
    const ending = new AbortController();
    for (const type of ['pointerdown', 'focusin']) root?.addEventListener(type, leave, ending);
    return () => ending.abort();
  }, []);
  const insert = (emoji: string, more: boolean) => {
    const area = field();
    if (!area) return;
    area.setRangeText(emoji, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
    if (more) return;
    close();
    area.focus();
  };
  return (
    <div
      ref={panel}
      class="emojis"
      role="dialog"
      aria-label={catalog?.words.emoji}
      aria-busy={!catalog}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
        field()?.focus();
      }}
    >
      {catalog && <Choice catalog={catalog} siteKey={chat.store.get().site.key} onPick={insert} />}
    </div>
  );
}

interface ChoiceProps {
  catalog: EmojiCatalog;
  siteKey: string;
  /** @param more others are going to be chosen, too */
  onPick(emoji: string, more: boolean): void;
}

function Choice({ catalog: { words, emoji }, siteKey, onPick }: ChoiceProps) {
  const [groups] = useState(() => readEmoji(emoji, language));
  const [kept] = useState(() => keptEmoji(createLocalStore(siteKey)));
  const [asked, ask] = useState('');
  const [shade, setShade] = useState(kept.shade);
  const recent = kept.recent().flatMap((each) => groups.flat().filter((one) => one.emoji === each));
  const [tab, setTab] = useState(recent.length > 0 ? 0 : 1);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const { current } = search;
    // A field that has the focus brings up a keyboard, which covers what is to be chosen from.
    if (matchMedia('(pointer: fine)').matches) current?.focus();
    else current?.closest<HTMLElement>('[role=dialog]')?.focus();
  }, []);
  const searching = asked.trim() !== '';
  const shown = searching ? findEmoji(groups, asked) : tab === 0 ? recent : (groups[tab - 1] ?? []);
  const choose = (index: number) => {
    ask('');
    setTab(index);
  };
  const names = [words.recent, ...words.groups];
  const pick = (chosen: Emoji, more: boolean) => {
    kept.use(chosen.emoji);
    onPick(shaded(chosen.emoji, shade), more);
  };
  return (
    <>
      <div class="emoji-head">
        <input
          ref={search}
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={asked}
          onInput={(event) => ask(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = shown;
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              search.current?.closest('[role=dialog]')?.querySelector<HTMLElement>('.emoji')?.focus();
            }
            if (event.key !== 'Enter' || event.isComposing) return;
            event.preventDefault();
            if (searching && first) pick(first, event.shiftKey);
          }}
        />
        <button
          type="button"
          class="icon"
          aria-label={`${words.skin}: ${words.skins[shade]}`}
          title={words.skin}
          onClick={() => {
            kept.nextShade();
            setShade(kept.shade());
          }}
        >
          {shaded('✋', shade)}
        </button>
      </div>
      <Tabs names={names} chosen={searching ? -1 : tab} onChoose={choose} />
      <EmojiGrid
        key={searching ? asked : tab}
        label={searching ? words.search : (names[tab] ?? '')}
        shown={shown}
        shade={shade}
        nothing={words.nothing}
        onPick={pick}
      />
    </>
  );
}

function Tabs(props: { names: readonly string[]; chosen: number; onChoose(index: number): void }) {
  const { names, chosen, onChoose } = props;
  return (
    <div
      class="emoji-groups"
      role="tablist"
      onKeyDown={(event) => {
        const to = step(event, Math.max(0, chosen), names.length, names.length);
        if (to === null) return;
        onChoose(to);
        event.currentTarget.querySelectorAll('button')[to]?.focus();
      }}
    >
      {names.map((name, index) => (
        <button
          type="button"
          role="tab"
          aria-label={name}
          title={name}
          aria-selected={index === chosen}
          tabIndex={index === Math.max(0, chosen) ? 0 : -1}
          onClick={() => onChoose(index)}
        >
          <span aria-hidden="true">{TAB_SIGNS[index]}</span>
        </button>
      ))}
    </div>
  );
}

/** The catalog of the chat's language; null until it is there. What does not come is asked for again. */
function useCatalog(): EmojiCatalog | null {
  const [catalog, setCatalog] = useState<EmojiCatalog | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let timer = 0;
    void loadEmoji(chooseLanguage([language]).language).then(setCatalog, () => {
      timer = window.setTimeout(() => setAttempt(attempt + 1), AGAIN_MS);
    });
    return () => clearTimeout(timer);
  }, [attempt]);
  return catalog;
}

function writingField(panel: HTMLElement | null): HTMLTextAreaElement | null {
  return panel?.closest('.chat')?.querySelector<HTMLTextAreaElement>('#message') ?? null;
}

function isOpener(target: EventTarget): boolean {
  return target instanceof Element && target.hasAttribute('aria-expanded') && target.matches('.chat *');
}
