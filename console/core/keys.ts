/** Keys that work anywhere on a screen, unless somebody is typing or something lies on top. */
import { useEffect, useRef } from 'preact/hooks';

export type KeyActions = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Screens on top come last and are asked first. */
const screens: { current: KeyActions }[] = [];

/** While the component is there, its keys work. Names as in `KeyboardEvent.key`. */
export function useKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    screens.push(latest);
    return () => {
      screens.splice(screens.indexOf(latest), 1);
    };
  }, []);
}

/** Starts listening; once in the page. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isBusyWithKeys(event.target)) return;
    const screen = screens.findLast(({ current }) => current[event.key] !== undefined);
    if (screen === undefined) return;
    event.preventDefault();
    screen.current[event.key]?.(event);
  });
}

function isBusyWithKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest('input, textarea, select, [contenteditable], dialog, [role=dialog], [role=menu]') !== null
  );
}
