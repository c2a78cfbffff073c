/** A site's business hours as they are edited: every weekday has its times, also while it has no hours. Pure. */
import { type BusinessHours, WEEKDAYS, type Weekday } from '../../shared/business-hours.ts';

/** Times as a field for times gives them: `09:00`, or empty. */
export interface DayDraft {
  isOpen: boolean;
  from: string;
  to: string;
}

export interface HoursDraft {
  said: 'on' | 'off';
  timezone: string;
  days: Readonly<Record<Weekday, DayDraft>>;
}

/** What is wrong: with a day, or with the week, where it has no hours at all. */
type HoursFault = 'time' | 'order' | 'noDay';
export type HoursFaults = ReadonlyMap<Weekday | 'week', HoursFault>;

const WEEKEND: readonly Weekday[] = ['saturday', 'sunday'];
const USUAL = { from: '09:00', to: '17:00' };
/** The end of a day, which a field for times only knows as the beginning of the next one. */
const MIDNIGHT = '00:00';
const END_OF_DAY = '24:00';

/** @param here the time zone of whoever edits, for a site that has no hours yet */
export function draftOf(hours: BusinessHours | null, here: string): HoursDraft {
  const dayOf = (day: Weekday): DayDraft => {
    if (hours === null) return { isOpen: !WEEKEND.includes(day), ...USUAL };
    const { from, to } = hours.spans.find((span) => span.day === day) ?? {};
    if (from === undefined || to === undefined) return { isOpen: false, ...USUAL };
    return { isOpen: true, from, to: to === END_OF_DAY ? MIDNIGHT : to };
  };
  const days = Object.fromEntries(WEEKDAYS.map((day) => [day, dayOf(day)])) as Record<Weekday, DayDraft>;
  return { said: hours ? 'on' : 'off', timezone: hours?.timezone ?? here, days };
}

export function faultsIn({ said, days }: HoursDraft): HoursFaults {
  const faults = new Map<Weekday | 'week', HoursFault>();
  if (said === 'off') return faults;
  for (const day of WEEKDAYS) {
    const { isOpen, from, to } = days[day];
    if (!isOpen) continue;
    if (!from || !to) faults.set(day, 'time');
    else if (from >= endOf(to)) faults.set(day, 'order');
  }
  if (!WEEKDAYS.some((day) => days[day].isOpen)) faults.set('week', 'noDay');
  return faults;
}

/** What is saved; only of a draft with which nothing is wrong. */
export function hoursOf({ said, timezone, days }: HoursDraft): BusinessHours | null {
  if (said === 'off') return null;
  const spans = WEEKDAYS.filter((day) => days[day].isOpen).map((day) => {
    const { from, to } = days[day];
    return { day, from, to: endOf(to) };
  });
  return { timezone, spans };
}

function endOf(to: string): string {
  return to === MIDNIGHT ? END_OF_DAY : to;
}
