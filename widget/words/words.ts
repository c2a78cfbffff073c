/**
 * What the chat says, in the visitor's language. One person reads one language at a time, so it is known everywhere as
 * the time zone is. Whoever changes it draws everything again.
 */
import type { Words } from './en.ts';

export let words: Words;
/** A BCP 47 tag: how the visitor's language writes dates, numbers and lists. */
export let language: string;

export function speak(spoken: Words, tag: string): void {
  words = spoken;
  language = tag;
}
