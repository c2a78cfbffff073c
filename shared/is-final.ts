import type { ERRORS, ErrorCode } from './errors.ts';

type TriedAgain = {
  [Code in ErrorCode]: (typeof ERRORS)[Code]['final'] extends false ? Code : never;
}[ErrorCode];

/** Apart from the sentences, of which the widget needs none. */
const TRIED_AGAIN: Readonly<Record<TriedAgain, true>> = {
  protocol_too_new: true,
  rate_limited: true,
  internal: true,
  busy: true,
  unavailable: true,
};

/**
 * True where sending the same again can never work. So is a code that a newer server made: it is shown, and what
 * was typed stays.
 */
export function isFinal(code: ErrorCode): boolean {
  return !Object.hasOwn(TRIED_AGAIN, code);
}
