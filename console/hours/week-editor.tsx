import { WEEKDAYS } from '../../shared/business-hours.ts';
import { dateFormat, fill } from '../../shared/wording.ts';
import { Button } from '../ui/button.tsx';
import { GroupField } from '../ui/group-field.tsx';
import { language, words } from '../words/words.ts';
import {
  type DayDraft,
  dayToCopy,
  type HoursDraft,
  type HoursFault,
  type HoursFaults,
  withHoursOf,
} from './hours-draft.ts';
import { DayHours } from './spans-editor.tsx';
import './hours.css';

/** A Monday, at noon wherever it is read. */
const MONDAY = Date.UTC(2024, 0, 1, 12);
const DAY_MS = 24 * 60 * 60_000;

interface WeekEditorProps {
  days: HoursDraft['days'];
  faults: HoursFaults;
  onChange(days: HoursDraft['days']): void;
}

/** A week, a line for each day: whether somebody attends, from when to when. */
export function WeekEditor({ days, faults, onChange }: WeekEditorProps) {
  const none = faults.get('week');
  const copied = dayToCopy(days);
  return (
    <GroupField label={words.hours.week} class="week" error={none && words.hours.faults[none]}>
      {WEEKDAYS.map((day, number) => (
        <Day
          key={day}
          name={nameOf(number)}
          draft={days[day]}
          faultOf={(place) => faults.get(`${day}.${place}`)}
          isWrong={none !== undefined}
          onChange={(edited) => onChange({ ...days, [day]: edited })}
        />
      ))}
      {copied && (
        <div class="week-copy">
          <Button size="small" onClick={() => onChange(withHoursOf(days, copied))}>
            {fill(words.hours.copy, { day: nameOf(WEEKDAYS.indexOf(copied)) })}
          </Button>
        </div>
      )}
    </GroupField>
  );
}

/** @param number of a weekday, from 0 for Monday */
function nameOf(number: number): string {
  return dateFormat(language(), { weekday: 'long', timeZone: 'UTC' }).format(MONDAY + number * DAY_MS);
}

interface DayProps {
  name: string;
  draft: DayDraft;
  faultOf(place: number): HoursFault | undefined;
  /** Whether the week as a whole has a fault that a day can put right. */
  isWrong: boolean;
  onChange(draft: DayDraft): void;
}

function Day({ name, draft, faultOf, isWrong, onChange }: DayProps) {
  return (
    <>
      <label class="settings-check week-day">
        <input
          type="checkbox"
          checked={draft.isOpen}
          aria-invalid={isWrong ? true : undefined}
          onChange={(event) => onChange({ ...draft, isOpen: event.currentTarget.checked })}
        />
        <span>{name}</span>
      </label>
      <DayHours
        isOpen={draft.isOpen}
        closed={words.hours.closed}
        day={name}
        spans={draft.spans}
        faultOf={faultOf}
        onChange={(spans) => onChange({ ...draft, spans })}
      />
    </>
  );
}
