import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changesOf,
  dayToCopy,
  draftOf,
  faultsIn,
  type HoursDraft,
  hasRoomForDays,
  newSpecialDay,
  type SavedHours,
  settingsOf,
  withHoursOf,
} from '../../console/hours/hours-draft.ts';
import { type SpecialDay, WEEKDAYS } from '../../shared/business-hours.ts';
import { HoursSetting, SpecialDaysSetting } from '../../shared/hours-setting.ts';
import { SPECIAL_DAYS_MAX } from '../../shared/limits.ts';

const NOW = Date.parse('2026-11-29T12:00Z');
const clock = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

const time = fc.nat(24 * 60 - 1).map(clock);
const typed = fc.oneof({ weight: 8, arbitrary: time }, fc.constant('00:00'), fc.constant(''));
const wild = fc.array(fc.record({ from: typed, to: typed }), { minLength: 1, maxLength: 4 });
const inOrder = fc
  .uniqueArray(time, { minLength: 2, maxLength: 8 })
  .map((times) => [...times].sort())
  .map((times) =>
    times.flatMap((from, at) => (at % 2 === 0 ? [{ from, to: times[at + 1] ?? '00:00' }] : [])),
  );
const day = fc.record({
  isOpen: fc.boolean(),
  spans: fc.oneof({ weight: 6, arbitrary: inOrder }, wild),
});
const specialDay = fc
  .tuple(day, fc.constantFrom('2026-11-29', '2026-12-25', '2026-12-26', '2027-01-01', '2028-02-29', ''))
  .chain(([hours, date]) =>
    fc
      .record({ id: fc.uuid(), name: fc.constantFrom('', ' ', 'Christmas'), date: fc.constant(date) })
      .map((named) => ({ ...hours, ...named })),
  );
const draft = fc.record({
  said: fc.constant('on' as const),
  timezone: fc.constantFrom('Europe/Berlin', 'America/Sao_Paulo'),
  days: fc.record(Object.fromEntries(WEEKDAYS.map((name) => [name, day])) as Record<'monday', typeof day>),
  specialDays: fc.array(specialDay, { maxLength: 3 }),
  past: fc.constantFrom([], [{ date: '2025-12-25', name: 'Christmas', spans: [] }]),
  today: fc.constant('2026-11-29'),
});
const isTaken = ({ hours, specialDays = [] }: SavedHours) =>
  HoursSetting.safeParse(hours).success && SpecialDaysSetting.safeParse(specialDays).success;
const on = (saved: SavedHours) => draftOf(saved, 'UTC', NOW);
const week: SavedHours['hours'] = {
  timezone: 'UTC',
  spans: [{ day: 'monday', from: '09:00', to: '17:00' }],
};

describe('business hours as they are edited', () => {
  it('are taken by the server exactly where nothing is said to be wrong, and come back as they were', () => {
    let right = 0;
    fc.assert(
      fc.property(draft, (edited) => {
        const all = edited as unknown as HoursDraft;
        const settings = settingsOf(all);
        expect(isTaken(settings)).toBe(faultsIn(all).size === 0);
        if (faultsIn(all).size > 0) return;
        right++;
        expect(settingsOf(on(settings))).toEqual(settings);
        expect(changesOf(on(settings), all)).toEqual({});
      }),
      { numRuns: 1000 },
    );
    expect(right).toBeGreaterThan(50);
  });

  it('begin with a working week where whoever sets them is, and with nothing said', () => {
    const fresh = draftOf({ hours: null }, 'Europe/Lisbon', NOW);
    expect(settingsOf(fresh)).toEqual({ hours: null });
    expect(faultsIn(fresh).size).toBe(0);
    const { hours, specialDays } = settingsOf({ ...fresh, said: 'on' });
    expect(hours?.timezone).toBe('Europe/Lisbon');
    expect(hours?.spans.map((span) => span.day)).toEqual(WEEKDAYS.slice(0, 5));
    expect(specialDays).toEqual([]);
  });

  it('have days that are over out of sight where the hours are, and keep them until they are removed', () => {
    const specialDays: SpecialDay[] = [
      { date: '2026-11-30', spans: [] },
      { date: '2026-11-29', name: 'Fair', spans: [{ from: '10:00', to: '24:00' }] },
      { date: '2025-12-25', spans: [] },
    ];
    const saved = { hours: { ...week, timezone: 'Pacific/Auckland' }, specialDays };
    const edited = on(saved);
    expect(edited.specialDays.map(({ date }) => date)).toEqual(['2026-11-30']);
    expect(edited.past.map(({ date }) => date)).toEqual(['2025-12-25', '2026-11-29']);
    expect(changesOf(edited, edited)).toEqual({});
    const named = { ...edited, specialDays: edited.specialDays.map((each) => ({ ...each, name: 'Off' })) };
    expect(changesOf(edited, named).specialDays).toHaveLength(3);
    expect(changesOf(edited, { ...edited, past: [] })).toEqual({
      specialDays: [{ date: '2026-11-30', spans: [] }],
    });
    expect(changesOf(edited, { ...edited, said: 'off' })).toEqual({ hours: null });
  });

  it('say of a new day what is wrong with its date, beside it', () => {
    const edited = on({ hours: week, specialDays: [{ date: '2026-12-25', spans: [] }] });
    const faultOf = (date: string) => {
      const added = { ...newSpecialDay('new'), date };
      return faultsIn({ ...edited, specialDays: [...edited.specialDays, added] }).get('special.1.date');
    };
    expect(['', '12026-12-25', '2026-11-28', '2026-12-25', '2026-11-29'].map(faultOf)).toEqual([
      ...['date', 'date', 'past', 'twice'],
      undefined,
    ]);
  });

  it('have room for so many days, those that are over among them', () => {
    const days = Array.from({ length: SPECIAL_DAYS_MAX }, (_none, number) => ({
      date: new Date(NOW + (number - 10) * 24 * 60 * 60_000).toISOString().slice(0, 10),
      spans: [],
    }));
    expect(hasRoomForDays(on({ hours: week, specialDays: days }))).toBe(false);
    expect(hasRoomForDays(on({ hours: week, specialDays: days.slice(1) }))).toBe(true);
  });

  it('can be those of the first open day on every open day', () => {
    const { days } = draftOf({ hours: null }, 'UTC', NOW);
    expect(dayToCopy(days)).toBeNull();
    const spans = [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ];
    const edited = { ...days, monday: { isOpen: false, spans }, tuesday: { isOpen: true, spans } };
    expect(dayToCopy(edited)).toBe('tuesday');
    const alike = withHoursOf(edited, 'tuesday');
    expect(alike.friday).toEqual({ isOpen: true, spans });
    expect(alike.saturday).toEqual(days.saturday);
    expect(dayToCopy(alike)).toBeNull();
  });
});
