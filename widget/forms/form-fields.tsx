import type { ComponentChildren } from 'preact';
import { askedOf } from '../../shared/asked-fields.ts';
import { keyOf } from '../../shared/fill-form.ts';
import type { FormField, VisitorForm } from '../../shared/forms.ts';
import { FORM_ANSWER_MAX_CHARACTERS, NAME_MAX_CHARACTERS } from '../../shared/limits.ts';
import { fill } from '../../shared/wording.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { moreWords } from '../words/more-words.ts';
import css from './form-fields.css';
import type { Filled } from './use-filled.ts';

interface FormFieldsProps {
  filled: Filled;
  /** Fields that may be left out say so. */
  marked: boolean;
}

/** The fields of a form, each with what is wrong beside it. */
export function FormFields({ filled, marked }: FormFieldsProps) {
  const { form, known, around } = filled;
  useStyles(around, css);
  return (
    <div class="asks" ref={around}>
      {askedOf(form, known).map((field) => (
        <Question key={keyOf(field)} field={field} filled={filled} marked={marked} />
      ))}
      {form.consent && <Agree consent={form.consent} filled={filled} />}
    </div>
  );
}

/** What a control needs so that its fault is read with it. */
interface Binding {
  id: string;
  required: boolean;
  'aria-invalid': boolean;
  'aria-describedby': string;
}

function bindingOf(key: string, required: boolean, { faults }: Filled): Binding {
  const id = `asked-${key}`;
  return { id, required, 'aria-invalid': faults.has(key), 'aria-describedby': `${id}-fault` };
}

function Fault({ of, filled }: { of: string; filled: Filled }) {
  return (
    <p id={`asked-${of}-fault`} class="wrong small">
      {filled.faults.get(of)}
    </p>
  );
}

interface QuestionProps {
  field: FormField;
  filled: Filled;
  marked: boolean;
}

function Question({ field, filled, marked }: QuestionProps) {
  const key = keyOf(field);
  const { required } = field;
  const said = labelOf(field);
  const label = marked && !required ? fill(moreWords().optional, { label: said }) : said;
  const binding = bindingOf(key, required, filled);
  if (field.kind === 'checkbox') return <Tick of={key} binding={binding} filled={filled} label={label} />;
  const value = String(filled.typed.get(key) ?? '');
  return (
    <div class="ask field">
      <label for={binding.id} dir="auto">
        {label}
      </label>
      {field.kind === 'choice' ? (
        <span class="choice">
          <select {...binding} value={value} onChange={(event) => filled.set(key, event.currentTarget.value)}>
            <option value="">{moreWords().choose}</option>
            {field.choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </select>
        </span>
      ) : (
        <input
          {...binding}
          {...HINTS[field.to]}
          dir="auto"
          value={value}
          onInput={(event) => filled.set(key, event.currentTarget.value)}
        />
      )}
      <Fault of={key} filled={filled} />
    </div>
  );
}

/** What browsers fill in by themselves, and how much fits. */
const HINTS = {
  name: { autocomplete: 'name', maxLength: NAME_MAX_CHARACTERS },
  email: { type: 'email', autocomplete: 'email' },
  topic: { maxLength: FORM_ANSWER_MAX_CHARACTERS },
  conversation: { maxLength: FORM_ANSWER_MAX_CHARACTERS },
} as const;

/** As the site says it; what every site may ask has words of the chat's own. */
function labelOf({ to, label }: FormField): string {
  const own = {
    name: moreWords().name,
    email: moreWords().email,
    topic: moreWords().topic,
    conversation: '',
  };
  return label || own[to];
}

function Agree({ consent, filled }: { consent: NonNullable<VisitorForm['consent']>; filled: Filled }) {
  return (
    <Tick of="consent" binding={bindingOf('consent', true, filled)} filled={filled} label={consent.text}>
      {' '}
      <a href={consent.url} target="_blank" rel="noopener noreferrer">
        {consent.linkText || consent.url}
      </a>
    </Tick>
  );
}

interface TickProps {
  of: string;
  binding: Binding;
  filled: Filled;
  label: string;
  /** After the label. */
  children?: ComponentChildren;
}

function Tick({ of, binding, filled, label, children }: TickProps) {
  return (
    <div class="ask">
      <div class="tick">
        <input
          {...binding}
          type="checkbox"
          checked={filled.typed.get(of) === true}
          onChange={(event) => filled.set(of, event.currentTarget.checked)}
        />
        <span dir="auto">
          <label for={binding.id}>{label}</label>
          {children}
        </span>
      </div>
      <Fault of={of} filled={filled} />
    </div>
  );
}
