import { plainLines } from '../../shared/rich-text.ts';

/** Longer subjects are cut: a title is read at a glance. */
const PROPOSED_MAX_CHARACTERS = 80;

/** What the first line of a message says as a ticket's subject, without marks, cut between words. */
export function proposeSubject(text: string): string {
  const firstLine = plainLines(text).find((line) => line.trim() !== '') ?? '';
  const line = firstLine.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  if (characters.length <= PROPOSED_MAX_CHARACTERS) return line;
  const cut = characters.slice(0, PROPOSED_MAX_CHARACTERS).join('');
  const words = cut.slice(0, Math.max(cut.lastIndexOf(' '), 0)).trim();
  return `${(words || cut).replace(/[,;:.]$/, '')}…`;
}
