import { wellFormed } from './well-formed.ts';

/** What nobody sees: blanks, control characters, and what Unicode wants ignored where it is shown. */
const UNSEEN = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]*$/u;
/** Marks that turn around what follows: in a name also what stands beside it. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Whether there is anything to see in a text. */
export function isSeen(text: string): boolean {
  return !UNSEEN.test(text);
}

/** A text that stands in a line with others, such as a name: without breaks, and turning nothing around. */
export function oneLine(text: string): string {
  return wellFormed(text)
    .replace(TURNING, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
