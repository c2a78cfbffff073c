/** What business hours a site may set. */
import { z } from 'zod';
import { isTimeZone, WEEKDAYS } from './business-hours.ts';
import { Line } from './label.ts';

const TimeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'A time looks like 09:00.');

const Span = z
  .strictObject({ day: z.enum(WEEKDAYS), from: TimeOfDay, to: TimeOfDay })
  // Written alike, so that they compare as they follow one another.
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'This has to be later than the beginning.' });

export const HoursSetting = z.strictObject({
  timezone: Line.max(64).refine(isTimeZone, 'A time zone looks like Europe/Berlin.'),
  spans: z
    .array(Span)
    .min(1, 'At least one day with hours.')
    .max(WEEKDAYS.length)
    .refine(
      (spans) => new Set(spans.map(({ day }) => day)).size === spans.length,
      'Each day stands here once.',
    ),
});
