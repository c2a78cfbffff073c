import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Span } from '../../shared/business-hours.ts';
import { fill } from '../../shared/wording.ts';
import { Button } from '../ui/button.tsx';
import { CloseIcon, PlusIcon } from '../ui/icons.tsx';
import { words } from '../words/words.ts';
import { type HoursFault, hasRoomForSpans } from './hours-draft.ts';

interface DayHoursProps extends SpansEditorProps {
  isOpen: boolean;
  /** What is said of a day that has none. */
  closed: string;
}

/** The hours of a day, where it has any. */
export function DayHours({ isOpen, closed, ...editor }: DayHoursProps) {
  return isOpen ? <SpansEditor {...editor} /> : <span class="week-closed">{closed}</span>;
}

interface SpansEditorProps {
  /** The day, as it is said of every time. */
  day: string;
  spans: readonly Span[];
  /** @param place from 0 */
  faultOf(place: number): HoursFault | undefined;
  onChange(spans: readonly Span[]): void;
}

/** From when to when a day is attended, with breaks between. */
function SpansEditor({ day, spans, faultOf, onChange }: SpansEditorProps) {
  const around = useRef<HTMLDivElement>(null);
  /** Whose first time gets the focus once it is drawn: the span that was added, or what stood above one that is gone. */
  const next = useRef<number | null>(null);
  useLayoutEffect(() => {
    const span = around.current?.children[next.current ?? -1];
    span?.querySelector('input')?.focus();
    next.current = null;
  }, [spans.length]);
  return (
    <div class="spans" ref={around}>
      {spans.map((span, place) => (
        <SpanLine
          key={place}
          // The first is the day's own; the others are counted.
          name={place === 0 ? day : `${day} ${place + 1}`}
          span={span}
          fault={faultOf(place)}
          onChange={(changed) => onChange(spans.map((each) => (each === span ? changed : each)))}
          onRemove={
            spans.length > 1 &&
            (() => {
              next.current = Math.max(place - 1, 0);
              onChange(spans.filter((each) => each !== span));
            })
          }
          onAdd={
            place === spans.length - 1 &&
            hasRoomForSpans(spans) &&
            (() => {
              next.current = spans.length;
              onChange([...spans, { from: '', to: '' }]);
            })
          }
          addLabel={fill(words.hours.add, { day })}
        />
      ))}
    </div>
  );
}

interface SpanLineProps {
  name: string;
  span: Span;
  fault: HoursFault | undefined;
  addLabel: string;
  onChange(span: Span): void;
  onRemove: false | (() => void);
  onAdd: false | (() => void);
}

function SpanLine({ name, span, fault, addLabel, onChange, onRemove, onAdd }: SpanLineProps) {
  const id = useId();
  const time = (which: 'from' | 'to') => (
    <input
      class="input span-time"
      type="time"
      aria-label={fill(words.hours[which], { day: name })}
      aria-invalid={fault ? true : undefined}
      aria-describedby={fault && `${id}-fault`}
      value={span[which]}
      onInput={(event) => onChange({ ...span, [which]: event.currentTarget.value })}
    />
  );
  return (
    <div class="span">
      {time('from')}
      <span aria-hidden="true">–</span>
      {time('to')}
      {onRemove && (
        <Button
          look="quiet"
          size="small"
          iconOnly
          aria-label={fill(words.hours.remove, { day: name })}
          onClick={onRemove}
        >
          <CloseIcon />
        </Button>
      )}
      {onAdd && (
        <Button look="quiet" size="small" iconOnly aria-label={addLabel} onClick={onAdd}>
          <PlusIcon />
        </Button>
      )}
      {fault && (
        <p class="field-error span-fault" id={`${id}-fault`}>
          {words.hours.faults[fault]}
        </p>
      )}
    </div>
  );
}
