import { type ReadonlySignal, signal } from '@preact/signals';

const focused = signal(isFocused());

/** Whether the agent is looking: the tab is visible and its window has the focus. */
export const attention: ReadonlySignal<boolean> = focused;

if (typeof window !== 'undefined') {
  const look = () => {
    focused.value = isFocused();
  };
  for (const event of ['focus', 'blur', 'pageshow', 'pagehide']) window.addEventListener(event, look);
  document.addEventListener('visibilitychange', look);
}

function isFocused(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'visible' && document.hasFocus();
}
