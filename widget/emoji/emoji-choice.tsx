import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Emoji, type EmojiCatalog, findEmoji, readEmoji, shaded } from '../../shared/emoji/emoji.ts';
import { EmojiGrid } from './emoji-grid.tsx';
import type { KeptEmoji } from './kept-emoji.ts';
import { step } from './step.ts';

const TAB_SIGNS = ['🕘', '😀', '👋', '🐻', '🍔', '🚗', '⚽', '💡', '❤️', '🏁'];

export interface EmojiChoiceProps {
  catalog: EmojiCatalog;
  /** BCP 47 tag of the catalog. */
  language: string;
  kept: KeptEmoji;
  /** @param more others are going to be chosen, too */
  onPick(emoji: string, more: boolean): void;
}

/** Emoji to look for, by words or in their groups. What was used lately comes first. */
export function EmojiChoice({ catalog: { words, emoji }, language, kept, onPick }: EmojiChoiceProps) {
  const [groups] = useState(() => readEmoji(emoji, language));
  const [asked, ask] = useState('');
  const [shade, setShade] = useState(kept.shade);
  const recent = kept.recent().flatMap((each) => groups.flat().filter((one) => one.emoji === each));
  const [tab, setTab] = useState(recent.length > 0 ? 0 : 1);
  const search = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
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
          class="emoji-shade"
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
