import { useId } from 'preact/hooks';
import { WEEKDAYS, type Weekday } from '../../shared/business-hours.ts';
import { dateFormat, fill } from '../../shared/wording.ts';
import { GroupField } from '../ui/group-field.tsx';
import { language, words } from '../words/words.ts';
import type { DayDraft, HoursDraft, HoursFaults } from './hours-draft.ts';
import './hours.css';

/** A Monday, at noon wherever it is read. */
const MONDAY = Date.UTC(2024, 0, 1, 12);
const DAY_MS = 24 * 60 * 60_000;

interface WeekEditorProps {
  days: HoursDraft['days'];
  faults: HoursFaults;
  onChange(day: Weekday, draft: DayDraft): void;
}

/** A week, a line for each day: whether somebody attends, from when to when. */
export function WeekEditor({ days, faults, onChange }: WeekEditorProps) {
  const none = faults.get('week');
  return (
    <GroupField label={words.hours.week} class="week" error={none && words.hours.faults[none]}>
      {WEEKDAYS.map((day, index) => (
        <Day
          key={day}
          name={dateFormat(language(), { weekday: 'long', timeZone: 'UTC' }).format(MONDAY + index * DAY_MS)}
          draft={days[day]}
          fault={faults.get(day) && words.hours.faults[faults.get(day) ?? 'time']}
          isWrong={none !== undefined}
          onChange={(draft) => onChange(day, draft)}
        />
      ))}
    </GroupField>
  );
}

interface DayProps {
  name: string;
  draft: DayDraft;
  fault: string | undefined;
  /** Whether the week as a whole has a fault that a day can put right. */
  isWrong: boolean;
  onChange(draft: DayDraft): void;
}

function Day({ name, draft, fault, isWrong, onChange }: DayProps) {
  const id = useId();
  const time = (which: 'from' | 'to') => (
    <input
      class="input week-time"
      type="time"
      aria-label={fill(words.hours[which], { day: name })}
      aria-invalid={fault ? true : undefined}
      aria-describedby={fault && `${id}-fault`}
      value={draft[which]}
      onInput={(event) => onChange({ ...draft, [which]: event.currentTarget.value })}
    />
  );
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
      {draft.isOpen ? (
        <span class="week-times">
          {time('from')}
          <span aria-hidden="true">–</span>
          {time('to')}
        </span>
      ) : (
        <span class="week-closed">{words.hours.closed}</span>
      )}
      {fault && (
        <p class="field-error week-fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </>
  );
}
