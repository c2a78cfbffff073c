import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { EmojiCatalog } from '../../shared/emoji/emoji.ts';
import { loadEmoji } from '../../shared/emoji/load-emoji.ts';
import { chooseLanguage } from '../../shared/languages.ts';
import type { LocalStore } from '../core/local-store.ts';
import { EmojiChoice } from './emoji-choice.tsx';
import { keptEmoji } from './kept-emoji.ts';
import { placePanel } from './place-panel.ts';

const AGAIN_MS = 3_000;

export interface EmojiDialogProps {
  panel: RefObject<HTMLDivElement | null>;
  /** BCP 47 tag of what it speaks. */
  language: string;
  /** Where it is kept what has been chosen before. */
  local: LocalStore;
  /** What the button that opens it matches: that button closes it, too. */
  opener: string;
  /** Where one writes. */
  field(): HTMLTextAreaElement | null | undefined;
  onClose(): void;
}

/** Emoji to put into what is being written, over what is around it, so that nothing moves. */
export function EmojiDialog({ panel, language, local, opener, field, onClose }: EmojiDialogProps) {
  const catalog = useCatalog(language);
  const [kept] = useState(() => keptEmoji(local));
  const place = () => {
    if (panel.current) placePanel(panel.current, field());
  };
  // What is around it may have changed with anything.
  useLayoutEffect(place);
  useEffect(() => {
    const resized = new ResizeObserver(place);
    for (const around of [panel.current?.offsetParent, field()]) if (around) resized.observe(around);
    return () => resized.disconnect();
  }, []);
  useEffect(() => {
    const root = panel.current?.getRootNode();
    const leave = (event: Event) => {
      const within = event
        .composedPath()
        .some((each) => each === panel.current || (each instanceof Element && each.matches(opener)));
      if (!within) onClose();
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
    onClose();
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
        event.preventDefault();
        event.stopPropagation();
        onClose();
        field()?.focus();
      }}
    >
      {catalog && <EmojiChoice catalog={catalog} language={language} kept={kept} onPick={insert} />}
    </div>
  );
}

/** The catalog of a language; null until it is there. What does not come is asked for again. */
function useCatalog(language: string): EmojiCatalog | null {
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
