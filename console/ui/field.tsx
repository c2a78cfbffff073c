import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import './field.css';

/** What a control needs so that its label, help and fault are read with it. */
interface FieldBinding {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps {
  label: string;
  help?: ComponentChildren;
  /** What is wrong and what to do about it. */
  error?: string | undefined;
  children(binding: FieldBinding): ComponentChildren;
}

/** A label above, the control, and help or the fault below. */
function Field({ label, help, error, children }: FieldProps) {
  const id = useId();
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {help && (
        <p class="field-help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

interface Texts extends Omit<FieldProps, 'children'> {
  value: string;
  onText(value: string): void;
}

/** What a text field may be told beside its value. */
interface InputHints {
  type?: 'text' | 'email' | 'password' | 'number';
  autocomplete?: string;
  autoFocus?: boolean;
  required?: boolean;
  placeholder?: string;
  spellcheck?: boolean;
  /** Whatever is written here reads from left to right, as addresses do. */
  dir?: 'ltr';
  maxLength?: number;
  min?: number;
  max?: number;
}

export interface TextFieldProps extends Texts {
  tall?: boolean;
  input?: InputHints;
  /** Under the control, above help: such as a meter. */
  after?: ComponentChildren;
}

export function TextField({ label, help, error, value, onText, tall, input, after }: TextFieldProps) {
  // The types of `input` tell roles by its type; which one it is makes no difference here.
  const { autoFocus = false, ...others } = input ?? {};
  const hints: object = others;
  const element = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    // The browser's own `autofocus` works once in the life of a page. Before the next key: whoever is quick is in
    // another field by then.
    if (autoFocus) element.current?.focus();
  }, []);
  return (
    <Field label={label} help={help} error={error}>
      {(binding) => (
        <>
          <input
            {...hints}
            ref={element}
            {...binding}
            class={tall ? 'input input-tall' : 'input'}
            value={value}
            onInput={(event) => onText(event.currentTarget.value)}
          />
          {after}
        </>
      )}
    </Field>
  );
}

export interface TextAreaFieldProps extends Texts {
  rows?: number;
  input?: Pick<InputHints, 'placeholder' | 'spellcheck' | 'dir'>;
}

export function TextAreaField({ label, help, error, value, onText, rows = 3, input }: TextAreaFieldProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(binding) => (
        <textarea
          {...input}
          {...binding}
          class="input"
          rows={rows}
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Option<Value extends string> {
  value: Value;
  label: string;
}

/** The options of a choice, in the order in which its names are written down. */
export function optionsOf<Value extends string>(names: Readonly<Record<Value, string>>): Option<Value>[] {
  return (Object.keys(names) as Value[]).map((value) => ({ value, label: names[value] }));
}

export interface SelectFieldProps<Value extends string> extends Omit<FieldProps, 'children'> {
  value: Value;
  options: readonly Option<Value>[];
  onPick(value: Value): void;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, help, error, value, options, onPick } = props;
  return (
    <Field label={label} help={help} error={error}>
      {(binding) => (
        <select
          {...binding}
          class="input"
          value={value}
          onChange={(event) => {
            const picked = options.find((option) => option.value === event.currentTarget.value);
            if (picked) onPick(picked.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
