import type { ComponentChildren } from 'preact';
import { Button } from './button.tsx';
import './tabs.css';
import { words } from '../words/words.ts';

interface Choice<Value extends string> {
  value: Value;
  label: string;
}

export interface TabsProps<Value extends string> {
  label: string;
  tabs: readonly Choice<Value>[];
  chosen: Value;
  /** The id of what the tabs switch. */
  panelId: string;
  onChoose(value: Value): void;
}

export function Tabs<Value extends string>({ label, tabs, chosen, panelId, onChoose }: TabsProps<Value>) {
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label={label}
      onKeyDown={(event) => {
        const onward = words.direction === 'rtl' ? -1 : 1;
        const step = { ArrowRight: onward, ArrowLeft: -onward }[event.key];
        if (step === undefined) return;
        const at = tabs.findIndex((tab) => tab.value === chosen);
        const next = (at + step + tabs.length) % tabs.length;
        const value = tabs[next]?.value;
        if (value) onChoose(value);
        event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
      }}
    >
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          class="tab"
          role="tab"
          id={`${panelId}-${tab.value}`}
          aria-selected={tab.value === chosen}
          aria-controls={panelId}
          tabIndex={tab.value === chosen ? 0 : -1}
          onClick={() => onChoose(tab.value)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

export interface SegmentsProps<Value extends string> {
  label: string;
  choices: readonly Choice<Value>[];
  chosen: Value;
  onChoose(value: Value): void;
}

export interface SegmentsFieldProps<Value extends string> extends SegmentsProps<Value> {
  help?: ComponentChildren;
}

/** {@link Segments} in a form: what is chosen stands above, what it means below. */
export function SegmentsField<Value extends string>({ help, ...segments }: SegmentsFieldProps<Value>) {
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {segments.label}
      </span>
      <Segments {...segments} />
      {help && <p class="field-help">{help}</p>}
    </div>
  );
}

/** A few choices side by side, one of them pressed. */
export function Segments<Value extends string>({ label, choices, chosen, onChoose }: SegmentsProps<Value>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend that the label above already is
    <div class="segments" role="group" aria-label={label}>
      {choices.map((choice) => (
        <Button
          key={choice.value}
          aria-pressed={choice.value === chosen}
          onClick={() => onChoose(choice.value)}
        >
          {choice.label}
        </Button>
      ))}
    </div>
  );
}
