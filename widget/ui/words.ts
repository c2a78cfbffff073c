/** `Ana`, `Ana and Sofia`, `Ana, Sofia and Jo`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Who is there, as a sentence without its end: `Ana and Sofia are here`. */
export function whoIsHere(names: readonly string[]): string {
  return names.length === 0 ? 'We are here' : `${listed(names)} ${names.length === 1 ? 'is' : 'are'} here`;
}

/** `Today`, `Yesterday`, `3 November`, `3 November 2024`. Times in milliseconds since 1970. */
export function dayOf(at: number, now: number): string {
  const day = new Date(at);
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (daysAgo === 0) return 'Today';
  if (daysAgo === 1) return 'Yesterday';
  const sameYear = day.getFullYear() === new Date(now).getFullYear();
  return day.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    ...(!sameYear && { year: 'numeric' as const }),
  });
}

/** `Today`, `Yesterday`, `3 Nov`, `3 Nov 2024`: for the end of a line. */
export function shortDayOf(at: number, now: number): string {
  return dayOf(at, now).replace(/^(\d+ \w{3})\w*/, '$1');
}

/** The time of the day as the visitor's language writes it. */
export function timeOf(at: number, language: string): string {
  return new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
