import { chooseLanguage } from '../../shared/languages.ts';
import { dateFormat, fill, startOfDay, timeOf } from '../../shared/wording.ts';
import { WHEN_BACK } from '../words/when-back.ts';
import { language, words } from '../words/words.ts';

/**
 * When somebody is back, in the visitor's own language and time; once that is over, that nobody is there.
 * @param at milliseconds since 1970
 */
export function WhenBack({ at }: { at: number }) {
  const now = Date.now();
  if (at <= now) return <>{words.away}</>;
  const says = WHEN_BACK[chooseLanguage([language]).language];
  const day = dateFormat(language, { weekday: 'long' }).format(at);
  const isToday = startOfDay(at) === startOfDay(now);
  return <>{fill(isToday ? says.today : says.later, { day, time: timeOf(language, at) })}</>;
}
