import { useId } from 'preact/hooks';
import { SPECIAL_DAY_NAME_MAX_CHARACTERS } from '../../shared/limits.ts';
import { fill } from '../../shared/wording.ts';
import { Button } from '../ui/button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { words } from '../words/words.ts';
import type { HoursFault, SpecialDayDraft } from './hours-draft.ts';
import { DayHours } from './spans-editor.tsx';

export interface SpecialDayEditorProps {
  name: string;
  draft: SpecialDayDraft;
  /** The first date that is not over. */
  earliest: string;
  /** @param part `date`, or the place of a span */
  faultOf(part: 'date' | number): HoursFault | undefined;
  onChange(changes: Partial<SpecialDayDraft>): void;
  onRemove(): void;
}

/** One date on which a site's hours differ: closed, or open at other times. */
export function SpecialDayEditor(props: SpecialDayEditorProps) {
  const { name, draft, earliest, faultOf, onChange, onRemove } = props;
  const id = useId();
  const fault = faultOf('date');
  return (
    <li class="special-day" aria-label={name}>
      <input
        class="input special-date"
        type="date"
        aria-label={words.hours.date}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault && `${id}-fault`}
        min={earliest}
        // Four digits are enough for a year.
        max="9999-12-31"
        value={draft.date}
        onInput={(event) => onChange({ date: event.currentTarget.value })}
      />
      {fault && (
        <p class="field-error special-fault" id={`${id}-fault`}>
          {words.hours.faults[fault]}
        </p>
      )}
      <input
        class="input special-name"
        aria-label={words.hours.name}
        placeholder={words.hours.name}
        maxLength={SPECIAL_DAY_NAME_MAX_CHARACTERS}
        value={draft.name}
        onInput={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Button
        look="quiet"
        size="small"
        iconOnly
        aria-label={fill(words.hours.removeDay, { day: name })}
        onClick={onRemove}
      >
        <CloseIcon />
      </Button>
      <label class="settings-check special-open">
        <input
          type="checkbox"
          checked={draft.isOpen}
          onChange={(event) => onChange({ isOpen: event.currentTarget.checked })}
        />
        <span>{words.hours.isOpen}</span>
      </label>
      <DayHours
        isOpen={draft.isOpen}
        closed={words.hours.closedAllDay}
        day={name}
        spans={draft.spans}
        faultOf={faultOf}
        onChange={(spans) => onChange({ spans })}
      />
    </li>
  );
}
