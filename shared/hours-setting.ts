/** What business hours a site may set. */
import { z } from 'zod';
import { isTimeZone, type Span, WEEKDAYS, type Weekday } from './business-hours.ts';
import { Line } from './label.ts';
import { DAY_SPANS_MAX, SPECIAL_DAY_NAME_MAX_CHARACTERS, SPECIAL_DAYS_MAX } from './limits.ts';

const TimeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'A time looks like 09:00.');
const times = { from: TimeOfDay, to: TimeOfDay };

function endingLater<Times extends Span>(schema: z.ZodType<Times>) {
  // Written alike, so that they compare as they follow one another.
  return schema.refine(({ from, to }) => from < to, {
    path: ['to'],
    message: 'This has to be later than the beginning.',
  });
}

const TOO_MANY = `A day has at most ${DAY_SPANS_MAX} of these.`;

/** Holds the spans of each day to their order and number, which a schema of each alone cannot. */
function checkDays(spans: readonly (Span & { day?: Weekday })[], context: z.RefinementCtx): void {
  const wrong = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
  for (const [index, span] of spans.entries()) {
    const before = spans.slice(0, index).filter(({ day }) => day === span.day);
    const last = before.at(-1);
    if (before.length >= DAY_SPANS_MAX) wrong([index], TOO_MANY);
    else if (last && span.from < last.to) {
      wrong([index, 'from'], 'This has to begin when the hours before it on this day have ended, or later.');
    }
  }
}

export const HoursSetting = z.strictObject({
  timezone: Line.max(64).refine(isTimeZone, 'A time zone looks like Europe/Berlin.'),
  spans: z
    .array(endingLater(z.strictObject({ day: z.enum(WEEKDAYS), ...times })))
    .min(1, 'At least one day with hours.')
    .max(WEEKDAYS.length * DAY_SPANS_MAX, { error: TOO_MANY, abort: true })
    .superRefine(checkDays)
    .describe(`Those of one day, at most ${DAY_SPANS_MAX}, in order and without overlap.`),
});

const SpecialDay = z.strictObject({
  date: z.iso.date('A date looks like 2026-12-25.'),
  name: Line.max(SPECIAL_DAY_NAME_MAX_CHARACTERS).exactOptional(),
  spans: z
    .array(endingLater(z.strictObject(times)))
    .max(DAY_SPANS_MAX, { error: TOO_MANY, abort: true })
    .superRefine(checkDays)
    .describe('In order and without overlap; without any, closed all day.'),
});

export const SpecialDaysSetting = z
  .array(SpecialDay)
  .max(SPECIAL_DAYS_MAX, { error: `At most ${SPECIAL_DAYS_MAX} days.`, abort: true })
  .superRefine((days, context) => {
    const dates = new Set<string>();
    for (const [index, { date }] of days.entries()) {
      if (dates.has(date)) {
        context.addIssue({ code: 'custom', path: [index, 'date'], message: 'Each date stands here once.' });
      }
      dates.add(date);
    }
  })
  .describe('Dates on which the hours differ, each once, in the time zone of the hours.');
