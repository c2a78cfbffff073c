import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface GroupFieldProps {
  label: string;
  help?: ComponentChildren;
  /** Said below the group where something is wrong with it as a whole. */
  error?: string | undefined;
  /** How the controls stand. */
  class: string;
  children: ComponentChildren;
}

/** Several controls in a form under one label. */
export function GroupField({ label, help, error, class: className, children }: GroupFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <span class="field-label" id={id}>
        {label}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend that the label above already is */}
      <div class={className} role="group" aria-labelledby={id} aria-describedby={error && `${id}-fault`}>
        {children}
      </div>
      {error && (
        <p class="field-error" id={`${id}-fault`}>
          {error}
        </p>
      )}
      {help && <p class="field-help">{help}</p>}
    </div>
  );
}
