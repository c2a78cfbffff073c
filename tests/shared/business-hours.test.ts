import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusinessHours, nextOpening, WEEKDAYS } from '../../shared/business-hours.ts';
import { HoursSetting } from '../../shared/hours-setting.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const ZONES = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Apia'],
  // Half an hour in summer; noon at Greenwich is midnight; changes at midnight.
  ...['Australia/Lord_Howe', 'Pacific/Auckland', 'America/Santiago', 'Africa/Cairo'],
];

/** Everybody works from nine to five, in one place. */
function nineToFive(timezone: string): BusinessHours {
  const days = WEEKDAYS.slice(0, 5);
  return { timezone, spans: days.map((day) => ({ day, from: '09:00', to: '17:00' })) };
}

/** What a clock on the wall of a time zone shows, by another way than the code under test. */
function wallAt(timezone: string, at: number): { weekday: string; time: string } {
  const [weekday = '', time = ''] = new Date(at)
    .toLocaleString('sv-SE', { timeZone: timezone, weekday: 'long', hour: '2-digit', minute: '2-digit' })
    .split(' ');
  return { weekday: ENGLISH[weekday] ?? weekday, time };
}
const ENGLISH: Record<string, string> = {
  ...{ måndag: 'monday', tisdag: 'tuesday', onsdag: 'wednesday', torsdag: 'thursday' },
  ...{ fredag: 'friday', lördag: 'saturday', söndag: 'sunday' },
};
/** Whether somebody attends. */
const isOpenAt = (hours: BusinessHours, now: number) => nextOpening(hours, now) === null;
const at = (iso: string) => Date.parse(iso);
const iso = (time: number | null) => time !== null && new Date(time).toISOString();

describe('business hours', () => {
  it.each([
    ['on a working day', '2026-11-30T10:00Z', null],
    ['at the first moment', '2026-11-30T08:00Z', null],
    ['before the first moment', '2026-11-30T07:59Z', '2026-11-30T08:00Z'],
    ['at the last moment', '2026-11-30T16:00Z', '2026-12-01T08:00Z'],
    ['before a weekend', '2026-11-27T17:00Z', '2026-11-30T08:00Z'],
    ['on a weekend over which the clocks go forward', '2026-03-28T12:00Z', '2026-03-30T07:00Z'],
    ['on a weekend over which the clocks go back', '2026-10-24T12:00Z', '2026-10-26T08:00Z'],
  ])('in Berlin %s', (_, now, back) => {
    const hours = nineToFive('Europe/Berlin');
    expect(iso(nextOpening(hours, at(now)))).toBe(iso(back === null ? null : at(back)));
  });

  it('begin later where the clocks leave out their beginning, and not at all where they leave out everything', () => {
    const sunday = (from: string, to: string): BusinessHours => ({
      timezone: 'Europe/Berlin',
      spans: [{ day: 'sunday', from, to }],
    });
    const eve = at('2026-03-28T12:00Z');
    expect(iso(nextOpening(sunday('02:30', '12:00'), eve))).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(nextOpening(sunday('02:30', '02:45'), eve))).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(nextOpening(sunday('02:45', '03:15'), eve))).toBe('2026-04-05T00:45:00.000Z');
  });

  it('begin with the first of two times that look alike', () => {
    const hours: BusinessHours = {
      timezone: 'Europe/Berlin',
      spans: [{ day: 'sunday', from: '02:30', to: '24:00' }],
    };
    expect(iso(nextOpening(hours, at('2026-10-24T12:00Z')))).toBe('2026-10-25T00:30:00.000Z');
    expect(isOpenAt(hours, at('2026-10-25T22:59:59Z'))).toBe(true);
    expect(isOpenAt(hours, at('2026-10-25T23:00:00Z'))).toBe(false);
  });

  it('are not known, and stop nobody, in a time zone that only another machine knows', () => {
    expect(nextOpening(nineToFive('Mars/Olympus'), at('2026-11-28T12:00Z'))).toBeNull();
  });

  const time = fc.integer({ min: 0, max: 24 * 60 }).map(clockTime);
  const span = fc
    .tuple(fc.constantFrom(...WEEKDAYS), time, time)
    .filter(([, one, other]) => one !== other)
    .map(([day, one, other]) => ({ day, from: one < other ? one : other, to: one < other ? other : one }));
  const hours: fc.Arbitrary<BusinessHours> = fc.record({
    timezone: fc.constantFrom(...ZONES),
    spans: fc.uniqueArray(span, { minLength: 1, maxLength: 7, selector: ({ day }) => day }),
  });
  const moment = fc
    .integer({ min: at('2024-01-01T00:00Z'), max: at('2030-01-01T00:00Z') })
    .map((ms) => ms - (ms % MINUTE_MS));

  it('are what the schema takes, and open where the clock on the wall says so', () => {
    fc.assert(
      fc.property(hours, moment, (week, now) => {
        expect(HoursSetting.safeParse(week).success).toBe(true);
        const wall = wallAt(week.timezone, now);
        const says = week.spans.some(
          ({ day, from, to }) => day === wall.weekday && from <= wall.time && wall.time < to,
        );
        // On the days on which clocks are changed some times come twice and others never.
        fc.pre(isPlainDay(week.timezone, now));
        expect(isOpenAt(week, now)).toBe(says);
      }),
    );
  });

  it('come again, never earlier than they are open, and until then nobody attends', () => {
    fc.assert(
      fc.property(hours, moment, fc.double({ min: 0, max: 1, noNaN: true }), (week, now, share) => {
        const back = nextOpening(week, now);
        if (back === null) return;
        expect(back).toBeGreaterThan(now);
        expect(back - now).toBeLessThanOrEqual(15 * DAY_MS);
        expect(isOpenAt(week, back)).toBe(true);
        expect(isOpenAt(week, back - 1)).toBe(false);
        const between = now + Math.floor((back - now) * share);
        if (between < back) expect(isOpenAt(week, between)).toBe(false);
      }),
    );
  });

  it.each([
    ['an unknown time zone', { timezone: 'Mars/Olympus' }],
    ['an empty time zone', { timezone: '' }],
    ['an end before the beginning', { spans: [{ day: 'monday', from: '17:00', to: '09:00' }] }],
    ['a time of no clock', { spans: [{ day: 'monday', from: '9:00', to: '25:00' }] }],
    ['no day', { spans: [] }],
    [
      'a day twice',
      {
        spans: [
          { day: 'monday', from: '09:00', to: '12:00' },
          { day: 'monday', from: '13:00', to: '17:00' },
        ],
      },
    ],
  ])('are refused with %s', (_, more) => {
    expect(HoursSetting.safeParse({ ...nineToFive('Europe/Berlin'), ...more }).success).toBe(false);
  });
});

function clockTime(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Whether the clocks go on evenly from a day before a moment to a day after it. */
function isPlainDay(timezone: string, now: number): boolean {
  const times = [now - DAY_MS, now, now + DAY_MS].map((each) => wallAt(timezone, each).time);
  return new Set(times).size === 1;
}
