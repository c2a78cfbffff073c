import type { LocalStore } from '../core/local-store.ts';

/** Four rows. */
const RECENT_MAX = 28;
const SHADES = 6;

/** What somebody has chosen before, kept by their browser: which emoji, and in which shade of skin. */
export interface KeptEmoji {
  recent(): readonly string[];
  use(emoji: string): void;
  shade(): number;
  nextShade(): void;
}

export function keptEmoji(local: LocalStore): KeptEmoji {
  const recent = () => (local.get('emoji') ?? '').split(' ').filter((each) => each !== '');
  const shade = () => Number(local.get('skin')) % SHADES || 0;
  return {
    recent,
    use(emoji) {
      const others = recent().filter((each) => each !== emoji);
      local.set('emoji', [emoji, ...others].slice(0, RECENT_MAX).join(' '));
    },
    shade,
    nextShade: () => local.set('skin', String((shade() + 1) % SHADES)),
  };
}
