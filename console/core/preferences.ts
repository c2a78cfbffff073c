/** What this browser remembers of how the agent likes the console. */
import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createLocalStore } from '../../widget/core/local-store.ts';

const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const store = createLocalStore('console');

export const theme: Signal<Theme> = kept('theme', THEMES, 'system');
export const sound: Signal<'on' | 'off'> = kept('sound', ['on', 'off'], 'on');
/** Whether the column beside the thread is shown, where there is room for it. */
export const detailsShown: Signal<'shown' | 'hidden'> = kept('details', ['shown', 'hidden'], 'shown');

/** Keeps `data-theme` on the page in step with the choice and, where the system chooses, with the system. */
export function applyTheme(): void {
  const systemDark = prefersDark();
  effect(() => {
    const dark = theme.value === 'dark' || (theme.value === 'system' && systemDark.value);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  });
}

function prefersDark(): ReadonlySignal<boolean> {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const dark = signal(query.matches);
  query.addEventListener('change', () => {
    dark.value = query.matches;
  });
  return dark;
}

function kept<Value extends string>(
  name: string,
  allowed: readonly Value[],
  otherwise: Value,
): Signal<Value> {
  const before = store.get(name);
  const value = signal<Value>(allowed.find((one) => one === before) ?? otherwise);
  value.subscribe((chosen) => {
    if (chosen !== (store.get(name) ?? otherwise)) store.set(name, chosen);
  });
  return value;
}
