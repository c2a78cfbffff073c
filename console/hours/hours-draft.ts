/** A site's business hours as they are edited: every day has its times, also while it has no hours. Pure. */
import {
  type BusinessHours,
  type Span,
  type SpecialDay,
  todayIn,
  WEEKDAYS,
  type Weekday,
} from '../../shared/business-hours.ts';
import { DAY_SPANS_MAX, SPECIAL_DAYS_MAX } from '../../shared/limits.ts';
import type { Site } from '../../shared/sites.ts';

/** Times as a field for times gives them: `09:00`, or empty. */
export interface DayDraft {
  isOpen: boolean;
  /** One at least. */
  spans: readonly Span[];
}

export interface SpecialDayDraft extends DayDraft {
  /** Tells it from the others while it is edited. */
  id: string;
  /** As a field for dates gives it: `2026-12-25`, or empty. */
  date: string;
  name: string;
}

export interface HoursDraft {
  said: 'on' | 'off';
  timezone: string;
  days: Readonly<Record<Weekday, DayDraft>>;
  specialDays: readonly SpecialDayDraft[];
  /** The special days that are over, as they were saved. */
  past: readonly SpecialDay[];
  /** What day it was in the time zone when one began to edit: meanwhile no day goes out of sight. */
  today: string;
}

/** Nodes of before do not say `specialDays`. */
export type SavedHours = Pick<Site, 'hours'> & Partial<Pick<Site, 'specialDays'>>;

export type HoursFault = 'time' | 'order' | 'overlap' | 'noDay' | 'date' | 'past' | 'twice';
/** What is wrong, by where: `week` as a whole, `monday.0`, `special.2.date`, `special.2.0`. */
export type HoursFaults = ReadonlyMap<string, HoursFault>;

const WEEKEND: readonly Weekday[] = ['saturday', 'sunday'];
const USUAL: readonly Span[] = [{ from: '09:00', to: '17:00' }];
/** The end of a day, which a field for times only knows as the beginning of the next one. */
const MIDNIGHT = '00:00';
const END_OF_DAY = '24:00';

/**
 * @param here the time zone of whoever edits, for a site that has no hours yet
 * @param now milliseconds since 1970
 */
export function draftOf({ hours, specialDays = [] }: SavedHours, here: string, now: number): HoursDraft {
  const dayOf = (day: Weekday): DayDraft =>
    hours === null
      ? { isOpen: !WEEKEND.includes(day), spans: USUAL }
      : dayWith(hours.spans.filter((span) => span.day === day));
  const days = Object.fromEntries(WEEKDAYS.map((day) => [day, dayOf(day)])) as Record<Weekday, DayDraft>;
  const timezone = hours?.timezone ?? here;
  const today = todayIn(timezone, now);
  const inOrder = [...specialDays].sort(byDate);
  return {
    said: hours ? 'on' : 'off',
    timezone,
    days,
    specialDays: inOrder
      .filter(({ date }) => date >= today)
      .map(({ date, name = '', spans }) => ({ id: date, date, name, ...dayWith(spans) })),
    past: inOrder.filter(({ date }) => date < today),
    today,
  };
}

/** @param id that no other day has had */
export function newSpecialDay(id: string): SpecialDayDraft {
  return { id, date: '', name: '', isOpen: false, spans: USUAL };
}

export function hasRoomForDays({ specialDays, past }: HoursDraft): boolean {
  return specialDays.length + past.length < SPECIAL_DAYS_MAX;
}

export function hasRoomForSpans(spans: readonly Span[]): boolean {
  return spans.length < DAY_SPANS_MAX;
}

/** The first open day of a week, where another one has other hours; else null. */
export function dayToCopy(days: HoursDraft['days']): Weekday | null {
  const open = WEEKDAYS.filter((day) => days[day].isOpen);
  const [first = null] = open;
  const hoursAlike = new Set(open.map((day) => JSON.stringify(days[day].spans)));
  return hoursAlike.size > 1 ? first : null;
}

/** A week in which every open day has the hours of one. */
export function withHoursOf(days: HoursDraft['days'], copied: Weekday): HoursDraft['days'] {
  const { spans } = days[copied];
  return Object.fromEntries(
    WEEKDAYS.map((day) => [day, days[day].isOpen ? { ...days[day], spans } : days[day]]),
  ) as Record<Weekday, DayDraft>;
}

export function faultsIn({ said, days, specialDays, today }: HoursDraft): HoursFaults {
  const faults = new Map<string, HoursFault>();
  if (said === 'off') return faults;
  const check = (place: string, { isOpen, spans }: DayDraft) => {
    if (!isOpen) return;
    for (const [index, span] of spans.entries()) {
      const fault = spanFault(span, spans[index - 1]);
      if (fault) faults.set(`${place}.${index}`, fault);
    }
  };
  for (const day of WEEKDAYS) check(day, days[day]);
  if (!WEEKDAYS.some((day) => days[day].isOpen)) faults.set('week', 'noDay');
  for (const [index, day] of specialDays.entries()) {
    const isTwice = specialDays.slice(0, index).some(({ date }) => date === day.date);
    if (!/^\d{4}-\d\d-\d\d$/.test(day.date)) faults.set(`special.${index}.date`, 'date');
    else if (day.date < today) faults.set(`special.${index}.date`, 'past');
    else if (isTwice) faults.set(`special.${index}.date`, 'twice');
    check(`special.${index}`, day);
  }
  return faults;
}

/** What is saved; only of a draft with which nothing is wrong. Where nothing is said, special days stay as they are. */
export function settingsOf(draft: HoursDraft): SavedHours {
  if (draft.said === 'off') return { hours: null };
  return { hours: hoursOf(draft), specialDays: specialDaysOf(draft) };
}

/** What of it differs from a draft as it began, in whatever order a program has written that. */
export function changesOf(before: HoursDraft, draft: HoursDraft): Partial<SavedHours> {
  const saved = { hours: hoursOf(before), specialDays: specialDaysOf(before) };
  return Object.fromEntries(
    Object.entries(settingsOf(draft)).filter(
      ([name, setting]) => JSON.stringify(setting) !== JSON.stringify(saved[name as keyof SavedHours]),
    ),
  );
}

function hoursOf({ said, timezone, days }: HoursDraft): BusinessHours | null {
  if (said === 'off') return null;
  return {
    timezone,
    spans: WEEKDAYS.flatMap((day) => spansOf(days[day]).map((span) => ({ day, ...span }))),
  };
}

function specialDaysOf({ specialDays, past }: HoursDraft): SpecialDay[] {
  const days = specialDays.map(({ date, name, ...day }) => ({
    date,
    ...(name.trim() !== '' && { name: name.trim() }),
    spans: spansOf(day),
  }));
  return [...past, ...days].sort(byDate);
}

function dayWith(spans: readonly Span[]): DayDraft {
  if (spans.length === 0) return { isOpen: false, spans: USUAL };
  return {
    isOpen: true,
    spans: spans.map(({ from, to }) => ({ from, to: to === END_OF_DAY ? MIDNIGHT : to })),
  };
}

function spansOf({ isOpen, spans }: DayDraft): Span[] {
  return isOpen ? spans.map(({ from, to }) => ({ from, to: endOf(to) })) : [];
}

function spanFault({ from, to }: Span, before: Span | undefined): HoursFault | undefined {
  if (!from || !to) return 'time';
  if (from >= endOf(to)) return 'order';
  return before?.to && from < endOf(before.to) ? 'overlap' : undefined;
}

function endOf(to: string): string {
  return to === MIDNIGHT ? END_OF_DAY : to;
}

function byDate(one: { date: string }, other: { date: string }): number {
  return one.date < other.date ? -1 : 1;
}
