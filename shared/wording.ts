/** How words become sentences in any language. Languages are BCP 47 tags, times milliseconds since 1970. */

/** A sentence for each plural form that its language has; `other` where a form is missing. */
export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** The same words in another language: every text of `Words`, with each plural form that language needs. */
export type Translation<Words> = {
  [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends Forms
      ? Forms
      : Translation<Words[Key]>;
};

/** Puts values where the text names them: `{name} is typing`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/{(\w+)}/g, (_named, name) => `${values[name]}`);
}

/** The form for a number, with `{count}` and other values put in. */
export function counted(
  language: string,
  forms: Forms,
  count: number,
  values?: Readonly<Record<string, string>>,
): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return fill(form, { ...values, count: count.toLocaleString(language) });
}

/** `Ana`, `Ana and Sofia`, `Ana, Sofia, and Jo`. */
export function listed(language: string, names: readonly string[]): string {
  return new Intl.ListFormat(language).format(names);
}

/** `Today`, `Yesterday`, `3 November`, `3 November 2024`. */
export function dayOf(language: string, at: number, now: number, month: 'long' | 'short' = 'long'): string {
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (daysAgo === 0 || daysAgo === 1) {
    const day = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-daysAgo, 'day');
    return day.charAt(0).toLocaleUpperCase(language) + day.slice(1);
  }
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return dateFormat(language, {
    day: 'numeric',
    month,
    ...(!sameYear && { year: 'numeric' as const }),
  }).format(at);
}

/** A length of time: `5 minutes`. */
export function lengthOf(language: string, { count, unit }: { count: number; unit: string }): string {
  return count.toLocaleString(language, { style: 'unit', unit, unitDisplay: 'long' });
}

/** The time of the day. */
export function timeOf(language: string, at: number): string {
  return dateFormat(language, { timeStyle: 'short' }).format(at);
}

const formats: Record<string, Intl.DateTimeFormat> = {};

/** Made once for each way of writing: making one takes a hundred times as long as using it. */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const way = language + JSON.stringify(options);
  formats[way] ??= new Intl.DateTimeFormat(language, options);
  return formats[way];
}

/** Midnight before it, where the reader is. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
