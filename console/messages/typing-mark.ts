import { TYPING_RENEW_MS } from '../../shared/limits.ts';

/** Tells the other side that somebody writes: at once, then renewed now and then, and when it is over. */
export interface TypingMark {
  /** @param writing whether there is something in the field */
  typed(writing: boolean): void;
  stop(): void;
}

export function createTypingMark(tell: (typing: boolean) => void, now: () => number): TypingMark {
  let toldAt: number | null = null;
  const stop = () => {
    if (toldAt !== null) tell(false);
    toldAt = null;
  };
  return {
    typed(writing) {
      if (!writing) {
        stop();
        return;
      }
      if (toldAt !== null && now() - toldAt < TYPING_RENEW_MS) return;
      toldAt = now();
      tell(true);
    },
    stop,
  };
}
