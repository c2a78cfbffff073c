import { useEffect, useState } from 'preact/hooks';

/**
 * A text as it was when somebody last paused while typing it; an empty one at once.
 * @param pauseMs how long nothing has to change, in milliseconds
 */
export function useSettled(text: string, pauseMs: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (text === settled) return;
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : pauseMs);
    return () => clearTimeout(timer);
  }, [text, settled]);
  return text === '' ? '' : settled;
}
