import { chooseLanguage } from '../../shared/languages.ts';
import { dateFormat, fill, startOfDay, timeOf } from '../../shared/wording.ts';
import { WHEN_BACK } from '../words/when-back.ts';
import { language, words } from '../words/words.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * When somebody is back, in the visitor's own language and time; once that is over, that nobody is there.
 * @param at milliseconds since 1970
 */
export function WhenBack({ at }: { at: number }) {
  const now = Date.now();
  if (at <= now) return <>{words.away}</>;
  const says = WHEN_BACK[chooseLanguage([language]).language];
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY_MS);
  // From a week on, a weekday alone would be taken for the next one.
  const date = days < 7 ? undefined : ({ day: 'numeric', month: 'long' } as const);
  const day = dateFormat(language, { weekday: 'long', ...date }).format(at);
  return <>{fill(days === 0 ? says.today : says.later, { day, time: timeOf(language, at) })}</>;
}
