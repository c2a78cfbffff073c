import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BusinessHours,
  nextOpening,
  type SpecialDay,
  todayIn,
  WEEKDAYS,
} from '../../shared/business-hours.ts';
import { HoursSetting, SpecialDaysSetting } from '../../shared/hours-setting.ts';
import { SPECIAL_DAYS_MAX } from '../../shared/limits.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const ZONES = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Apia'],
  // Half an hour in summer; noon at Greenwich is midnight; changes at midnight.
  ...['Australia/Lord_Howe', 'Pacific/Auckland', 'America/Santiago', 'Africa/Cairo'],
  // Leaves out the hour before midnight; two hours; goes back to midnight.
  ...['America/Nuuk', 'Antarctica/Troll', 'Atlantic/Azores', 'America/Havana'],
];

/** Everybody works from nine to five, in one place. */
function nineToFive(timezone: string): BusinessHours {
  const days = WEEKDAYS.slice(0, 5);
  return { timezone, spans: days.map((day) => ({ day, from: '09:00', to: '17:00' })) };
}

interface Wall {
  date: string;
  weekday: string;
  time: string;
}
/** What a clock on the wall of a time zone shows, by another way than the code under test. */
function wallAt(timezone: string, moment: number): Wall {
  const format = walls.get(timezone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, ...NUMBERS });
  walls.set(timezone, format);
  const [date = '', time = ''] = format.format(moment).split(' ');
  const weekday = WEEKDAYS[(new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7] ?? '';
  return { date, weekday, time };
}
const NUMBERS = { dateStyle: 'short', timeStyle: 'short' } as const;
const walls = new Map<string, Intl.DateTimeFormat>();
/** Whether somebody attends. */
const isOpenAt = (hours: BusinessHours, now: number, special: readonly SpecialDay[] = []) =>
  nextOpening(hours, special, now) === null;
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
    expect(iso(nextOpening(hours, [], at(now)))).toBe(iso(back === null ? null : at(back)));
  });

  it('begin later where the clocks leave out their beginning, and not at all where they leave out everything', () => {
    const sunday = (from: string, to: string): BusinessHours => ({
      timezone: 'Europe/Berlin',
      spans: [{ day: 'sunday', from, to }],
    });
    const eve = at('2026-03-28T12:00Z');
    expect(iso(nextOpening(sunday('02:30', '12:00'), [], eve))).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(nextOpening(sunday('02:30', '02:45'), [], eve))).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(nextOpening(sunday('02:45', '03:15'), [], eve))).toBe('2026-04-05T00:45:00.000Z');
  });

  it('begin with the first of two times that look alike', () => {
    const hours: BusinessHours = {
      timezone: 'Europe/Berlin',
      spans: [{ day: 'sunday', from: '02:30', to: '24:00' }],
    };
    expect(iso(nextOpening(hours, [], at('2026-10-24T12:00Z')))).toBe('2026-10-25T00:30:00.000Z');
    expect(isOpenAt(hours, at('2026-10-25T22:59:59Z'))).toBe(true);
    expect(isOpenAt(hours, at('2026-10-25T23:00:00Z'))).toBe(false);
  });

  it('are not known, and stop nobody, in a time zone that only another machine knows', () => {
    expect(nextOpening(nineToFive('Mars/Olympus'), [], at('2026-11-28T12:00Z'))).toBeNull();
  });

  const lunch = (timezone: string): BusinessHours => {
    const days = WEEKDAYS.slice(0, 5);
    const both = days.flatMap((day) => [
      { day, from: '09:00', to: '12:00' },
      { day, from: '13:00', to: '17:00' },
    ]);
    return { timezone, spans: both };
  };

  it.each([
    ['before a lunch break', '2026-11-30T10:59Z', null],
    ['at the first moment of a lunch break', '2026-11-30T11:00Z', '2026-11-30T12:00Z'],
    ['after it', '2026-11-30T12:00Z', null],
    ['after the last hours of a day', '2026-11-30T16:00Z', '2026-12-01T08:00Z'],
  ])('in Berlin, with a lunch break, %s', (_, now, back) => {
    const opening = nextOpening(lunch('Europe/Berlin'), [], at(now));
    expect(iso(opening)).toBe(iso(back === null ? null : at(back)));
  });

  it('go on where one span ends as the next begins', () => {
    const spans = [
      { day: 'monday' as const, from: '09:00', to: '12:00' },
      { day: 'monday' as const, from: '12:00', to: '17:00' },
    ];
    expect(isOpenAt({ timezone: 'UTC', spans }, at('2026-11-30T12:00Z'))).toBe(true);
  });

  it.each([
    ['closed all day', '2026-12-25T10:00Z', '2026-12-28T08:00Z'],
    ['on the eve of a holiday, after hours', '2026-12-24T11:00Z', '2026-12-28T08:00Z'],
    ['with other hours', '2026-12-24T10:00Z', null],
    ['with other hours, which are over', '2026-12-31T11:00Z', '2027-01-02T09:00Z'],
    ['open on a weekend', '2027-01-02T10:00Z', null],
    ['open on a weekend, in the break', '2027-01-02T11:30Z', '2027-01-02T12:00Z'],
  ])('in Berlin, on days that differ, %s', (_, now, back) => {
    const special: SpecialDay[] = [
      { date: '2027-01-01', name: 'New Year', spans: [] },
      { date: '2026-12-24', spans: [{ from: '09:00', to: '12:00' }] },
      { date: '2026-12-25', name: 'Christmas Day', spans: [] },
      { date: '2026-12-31', spans: [{ from: '09:00', to: '12:00' }] },
      {
        date: '2027-01-02',
        spans: [
          { from: '10:00', to: '12:00' },
          { from: '13:00', to: '14:00' },
        ],
      },
    ];
    const opening = nextOpening(nineToFive('Europe/Berlin'), special, at(now));
    expect(iso(opening)).toBe(iso(back === null ? null : at(back)));
  });

  it('have their date where the hours are, not at Greenwich', () => {
    const closed: SpecialDay[] = [{ date: '2026-12-25', spans: [] }];
    const always = (timezone: string): BusinessHours => ({
      timezone,
      spans: WEEKDAYS.map((day) => ({ day, from: '00:00', to: '24:00' })),
    });
    const back = (timezone: string, now: string) => iso(nextOpening(always(timezone), closed, at(now)));
    expect(back('Pacific/Auckland', '2026-12-24T12:00Z')).toBe('2026-12-25T11:00:00.000Z');
    expect(back('America/Sao_Paulo', '2026-12-25T02:59Z')).toBe(false);
    expect(back('America/Sao_Paulo', '2026-12-25T03:00Z')).toBe('2026-12-26T03:00:00.000Z');
  });

  it('come again after a year of closed days, and of clocks that leave them out', () => {
    const weekly: BusinessHours = {
      timezone: 'Europe/Berlin',
      spans: [{ day: 'sunday', from: '02:45', to: '03:15' }],
    };
    const first = at('2026-03-01T00:00Z');
    const sundays = Array.from({ length: 51 }, (_none, week) =>
      new Date(first + week * 7 * DAY_MS).toISOString().slice(0, 10),
    );
    const closed = sundays.filter((date) => date !== '2026-03-29').map((date) => ({ date, spans: [] }));
    expect(closed).toHaveLength(SPECIAL_DAYS_MAX);
    expect(iso(nextOpening(weekly, closed, first))).toBe('2027-02-21T01:45:00.000Z');
  });

  it('begin with the first of hours that clocks bring out of order', () => {
    // 02:15 to 02:45 is left out and comes as 03:15 to 03:45; 03:00 is before it.
    const morning = [
      { from: '02:15', to: '02:45' },
      { from: '03:00', to: '04:00' },
    ];
    const berlin: BusinessHours = {
      timezone: 'Europe/Berlin',
      spans: morning.map((span) => ({ day: 'sunday', ...span })),
    };
    expect(iso(nextOpening(berlin, [], at('2026-03-29T00:30Z')))).toBe('2026-03-29T01:00:00.000Z');
    // The hour before midnight is left out: what is missing of Saturday comes on Sunday.
    const nuuk: BusinessHours = {
      timezone: 'America/Nuuk',
      spans: [
        { day: 'saturday', from: '23:15', to: '23:45' },
        { day: 'sunday', from: '00:05', to: '00:10' },
      ],
    };
    expect(iso(nextOpening(nuuk, [], at('2026-03-29T00:30Z')))).toBe('2026-03-29T01:05:00.000Z');
    expect(iso(nextOpening(nuuk, [], at('2026-03-29T01:10Z')))).toBe('2026-03-29T01:15:00.000Z');
    expect(isOpenAt(nuuk, at('2026-03-29T01:20Z'))).toBe(true);
  });

  const time = fc.integer({ min: 0, max: 24 * 60 });
  /** Of one day, in order. */
  const daySpans = (minLength: number) =>
    fc
      .uniqueArray(time, { minLength: 2 * minLength, maxLength: 8 })
      .map((times) => times.sort((one, other) => one - other).map(clockTime))
      .map((times) =>
        Array.from({ length: Math.floor(times.length / 2) }, (_none, place) => ({
          from: times[2 * place] ?? '',
          to: times[2 * place + 1] ?? '',
        })),
      );
  const week = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...WEEKDAYS), daySpans(1)), {
      minLength: 1,
      maxLength: 7,
      selector: ([day]) => day,
    })
    .map((days) => days.flatMap(([day, spans]) => spans.map((span) => ({ day, ...span }))));
  const hours: fc.Arbitrary<BusinessHours> = fc.record({
    timezone: fc.constantFrom(...ZONES),
    spans: week,
  });
  const YEARS = [at('2024-01-01T00:00Z'), at('2030-01-01T00:00Z')] as const;
  const anyMoment = fc.integer({ min: YEARS[0], max: YEARS[1] }).map((ms) => ms - (ms % MINUTE_MS));
  /** Hours, days that differ and a moment, each near the others, every second time where clocks are changed. */
  const situation = fc
    .record({
      hours,
      now: anyMoment,
      near: fc.option(fc.tuple(fc.nat(100), fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 })), {
        freq: 2,
      }),
      special: fc.uniqueArray(
        fc.record({
          inDays: fc.integer({ min: -2, max: 20 }),
          spans: daySpans(0),
        }),
        { maxLength: 12, selector: ({ inDays }) => inDays },
      ),
    })
    .map(({ hours: each, now: anywhere, near, special }) => {
      const changes = near && changesOfClocks(each.timezone, ...YEARS);
      const change = changes?.[(near?.[0] ?? 0) % changes.length];
      const now = change === undefined ? anywhere : change + (near?.[1] ?? 0) * MINUTE_MS;
      const today = at(`${wallAt(each.timezone, now).date}T00:00Z`);
      const days = special.map(({ inDays, spans }): SpecialDay => {
        return { date: new Date(today + inDays * DAY_MS).toISOString().slice(0, 10), spans };
      });
      return { hours: each, special: days, now };
    });
  const saysOpen = ({ spans }: BusinessHours, special: readonly SpecialDay[], wall: Wall) =>
    (
      special.find(({ date }) => date === wall.date)?.spans ?? spans.filter(({ day }) => day === wall.weekday)
    ).some(({ from, to }) => from <= wall.time && wall.time < to);

  it('are what the schema takes, and open where the clock on the wall says so', () => {
    fc.assert(
      fc.property(situation, ({ hours: each, special, now }) => {
        expect(HoursSetting.safeParse(each).success).toBe(true);
        expect(SpecialDaysSetting.safeParse(special).success).toBe(true);
        const wall = wallAt(each.timezone, now);
        expect(todayIn(each.timezone, now)).toBe(wall.date);
        // On the days on which clocks are changed some times come twice and others never.
        fc.pre(isPlainDay(each.timezone, now));
        expect(isOpenAt(each, now, special)).toBe(saysOpen(each, special, wall));
      }),
      { numRuns: 500 },
    );
  });

  it('come again, never earlier than they are open, and until then nobody attends', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(situation, share, ({ hours: each, special, now }, part) => {
        const back = nextOpening(each, special, now);
        if (back === null) return;
        expect(back).toBeGreaterThan(now);
        expect(back - now).toBeLessThanOrEqual((14 * (special.length + 1) + 1) * DAY_MS);
        expect(isOpenAt(each, back, special)).toBe(true);
        expect(isOpenAt(each, back - 1, special)).toBe(false);
        const between = now + Math.floor((back - now) * part);
        expect(nextOpening(each, special, between)).toBe(between < back ? back : null);
        if (isPlainDay(each.timezone, back)) {
          expect(saysOpen(each, special, wallAt(each.timezone, back))).toBe(true);
          expect(saysOpen(each, special, wallAt(each.timezone, back - MINUTE_MS))).toBe(false);
        }
        if (isPlainDay(each.timezone, between) && between < back)
          expect(saysOpen(each, special, wallAt(each.timezone, between))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['an unknown time zone', { timezone: 'Mars/Olympus' }],
    ['an empty time zone', { timezone: '' }],
    ['an end before the beginning', { spans: [{ day: 'monday', from: '17:00', to: '09:00' }] }],
    ['a time of no clock', { spans: [{ day: 'monday', from: '9:00', to: '25:00' }] }],
    ['no day', { spans: [] }],
  ])('are refused with %s', (_, more) => {
    expect(HoursSetting.safeParse({ ...nineToFive('Europe/Berlin'), ...more }).success).toBe(false);
  });

  it.each([
    ['overlapping', ['09:00', '12:30'], ['12:00', '17:00']],
    ['the same', ['09:00', '12:00'], ['09:00', '12:00']],
    ['not in order', ['13:00', '17:00'], ['09:00', '12:00']],
    [
      'more than four',
      ['01:00', '02:00'],
      ['03:00', '04:00'],
      ['05:00', '06:00'],
      ['07:00', '08:00'],
      ['09:00', '10:00'],
    ],
  ])('are refused where those of a day are %s, on a weekday as on a special day', (_, ...pairs) => {
    const spans = pairs.map(([from, to]) => ({ from, to }));
    const weekly = spans.map((span) => ({ day: 'monday', ...span }));
    expect(HoursSetting.safeParse({ timezone: 'UTC', spans: weekly }).success).toBe(false);
    expect(SpecialDaysSetting.safeParse([{ date: '2026-12-25', spans }]).success).toBe(false);
    const apart = WEEKDAYS.slice(0, spans.length).map((day, place) => ({ day, ...spans[place] }));
    expect(HoursSetting.safeParse({ timezone: 'UTC', spans: apart }).success).toBe(true);
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

/** The first whole minutes after each change of the clocks between two moments. */
function changesOfClocks(timezone: string, from: number, until: number): number[] {
  const known = changes.get(timezone);
  if (known) return known;
  const offset = (moment: number) => {
    const { date, time } = wallAt(timezone, moment);
    return at(`${date}T${time}Z`) - moment;
  };
  const found: number[] = [];
  for (let day = from; day < until; day += DAY_MS) {
    let [before, after] = [day, day + DAY_MS];
    if (offset(before) === offset(after)) continue;
    while (after - before > MINUTE_MS) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offset(middle) === offset(before)) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  changes.set(timezone, found);
  return found;
}
const changes = new Map<string, number[]>();
