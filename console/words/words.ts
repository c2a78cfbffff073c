/**
 * What the console says, in the agent's language. One person reads one language at a time, so it is known everywhere as
 * the time zone is. Whatever is drawn with it is drawn again where another one is spoken.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Refusal } from '../../shared/errors.ts';
import type { ChosenLanguage } from '../../shared/languages.ts';
import * as wording from '../../shared/wording.ts';
import { UNREACHABLE } from '../core/api.ts';
import type { Words } from './en.ts';

interface Spoken extends ChosenLanguage {
  words: Words;
}

const now = signal<Spoken | null>(null);

/** Null until the first words are there. */
export const spoken: ReadonlySignal<ChosenLanguage | null> = now;

export function speak(words: Words, chosen: ChosenLanguage): void {
  now.value = { words, ...chosen };
}

/** By room: `words.tickets.subject`. Reading it is reading a signal. */
export const words: Words = new Proxy({} as Words, {
  get: (_none, room) => Reflect.get(spokenNow().words, room),
});

/** A BCP 47 tag: how the agent's language writes dates, numbers and lists. */
export function language(): string {
  return spokenNow().tag;
}

/** The form for a number, with `{count}` and other values put in. */
export function counted(forms: wording.Forms, count: number, values?: Record<string, string>): string {
  return wording.counted(language(), forms, count, values);
}

/** `Ana`, `Ana and Sofia`, `Ana, Sofia, and Jo`. */
export function listed(names: readonly string[]): string {
  return wording.listed(language(), names);
}

/** What is said where the server refuses, or does not answer. */
export function refusalWords(refusal: Refusal): string {
  if (refusal === UNREACHABLE) return words.refusals.unreachable;
  const known: Partial<Record<string, string>> = words.refusals;
  return known[refusal.code] ?? words.refusals.invalid_input;
}

function spokenNow(): Spoken {
  if (now.value === null) throw new Error('nothing can be said before there are words');
  return now.value;
}
