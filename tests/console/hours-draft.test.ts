import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, faultsIn, hoursOf } from '../../console/hours/hours-draft.ts';
import { WEEKDAYS } from '../../shared/business-hours.ts';
import { HoursSetting } from '../../shared/hours-setting.ts';

const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const typed = fc.oneof(time, fc.constant('00:00'), fc.constant(''));
const day = fc.record({ isOpen: fc.boolean(), from: typed, to: typed });
const draft = fc.record({
  said: fc.constant('on' as const),
  timezone: fc.constantFrom('Europe/Berlin', 'America/Sao_Paulo'),
  days: fc.record(Object.fromEntries(WEEKDAYS.map((name) => [name, day])) as Record<'monday', typeof day>),
});

describe('business hours as they are edited', () => {
  it('are taken by the server exactly where nothing is said to be wrong, and come back as they were', () => {
    fc.assert(
      fc.property(draft, (edited) => {
        const week = edited as unknown as Parameters<typeof hoursOf>[0];
        const hours = hoursOf(week);
        expect(HoursSetting.safeParse(hours).success).toBe(faultsIn(week).size === 0);
        if (faultsIn(week).size === 0) expect(hoursOf(draftOf(hours, 'UTC'))).toEqual(hours);
      }),
    );
  });

  it('begin with a working week where whoever sets them is, and with nothing said', () => {
    const fresh = draftOf(null, 'Europe/Lisbon');
    expect(hoursOf(fresh)).toBeNull();
    expect(faultsIn(fresh).size).toBe(0);
    const hours = hoursOf({ ...fresh, said: 'on' });
    expect(hours?.timezone).toBe('Europe/Lisbon');
    expect(hours?.spans.map((span) => span.day)).toEqual(WEEKDAYS.slice(0, 5));
  });
});
