import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SpecialDay } from '../../shared/business-hours.ts';
import { SPECIAL_DAYS_MAX } from '../../shared/limits.ts';
import { dateFormat, fill } from '../../shared/wording.ts';
import { Button } from '../ui/button.tsx';
import { GroupField } from '../ui/group-field.tsx';
import { counted, language, words } from '../words/words.ts';
import {
  type HoursDraft,
  type HoursFaults,
  hasRoomForDays,
  newSpecialDay,
  type SpecialDayDraft,
} from './hours-draft.ts';
import { SpecialDayEditor } from './special-day-editor.tsx';

interface SpecialDaysEditorProps {
  draft: HoursDraft;
  faults: HoursFaults;
  onChange(changes: Partial<Pick<HoursDraft, 'specialDays' | 'past'>>): void;
}

/** The dates on which a site's hours differ: those to come to be changed, those that are over out of sight. */
export function SpecialDaysEditor({ draft, faults, onChange }: SpecialDaysEditorProps) {
  const { specialDays, past, today } = draft;
  const around = useRef<HTMLDivElement>(null);
  /** What gets the focus once it is drawn: the day that was added, or where another one is. */
  const next = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (next.current !== null) around.current?.querySelector<HTMLElement>(next.current)?.focus();
    next.current = null;
  }, [specialDays.length, past.length]);
  const hasRoom = hasRoomForDays(draft);
  const put = (days: SpecialDayDraft[]) => onChange({ specialDays: days });
  const addDay = () => {
    const day = newSpecialDay(crypto.randomUUID());
    next.current = '.special-day:last-child > .input';
    put([...specialDays, day]);
  };
  return (
    <div ref={around}>
      <GroupField
        label={words.hours.special}
        help={hasRoom ? words.hours.specialHelp : fill(words.hours.noRoom, { max: SPECIAL_DAYS_MAX })}
        class="special-days"
      >
        {specialDays.length > 0 && (
          <ol class="special-list">
            {specialDays.map((day, place) => (
              <SpecialDayEditor
                key={day.id}
                name={day.date ? dayNamed(day.date) : words.hours.newDay}
                draft={day}
                earliest={today}
                faultOf={(part) => faults.get(`special.${place}.${part}`)}
                onChange={(changes) =>
                  put(specialDays.map((each) => (each === day ? { ...each, ...changes } : each)))
                }
                onRemove={() => {
                  next.current = '.special-add > .button';
                  put(specialDays.filter((each) => each !== day));
                }}
              />
            ))}
          </ol>
        )}
        <div class="special-add">
          <Button off={!hasRoom} onClick={addDay}>
            {words.hours.addDay}
          </Button>
        </div>
        {past.length > 0 && (
          <PastDays
            days={past}
            onForget={() => {
              next.current = '.special-add > .button';
              onChange({ past: [] });
            }}
          />
        )}
      </GroupField>
    </div>
  );
}

function PastDays({ days, onForget }: { days: readonly SpecialDay[]; onForget(): void }) {
  return (
    <details class="special-past">
      <summary>{counted(words.hours.past, days.length)}</summary>
      <ul>
        {days.map(({ date, name }) => (
          <li key={date}>
            {dayNamed(date)}
            {name && <span class="special-past-name">{name}</span>}
          </li>
        ))}
      </ul>
      <Button size="small" onClick={onForget}>
        {words.hours.forget}
      </Button>
    </details>
  );
}

/** `Friday, December 25, 2026` */
function dayNamed(date: string): string {
  const format = dateFormat(language(), { dateStyle: 'full', timeZone: 'UTC' });
  const day = new Date(`${date}T12:00Z`);
  return Number.isNaN(day.getTime()) ? date : format.format(day);
}
