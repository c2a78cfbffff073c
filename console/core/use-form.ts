import { useState } from 'preact/hooks';
import type { Ack, InputFault, Refusal } from '../../shared/errors.ts';
import { refusalWords, words } from '../words/words.ts';

/** What is wrong with each field, by its name. */
type Faults<Values> = Partial<Record<keyof Values & string, string>>;

export interface Form<Values> {
  values: Values;
  faults: Faults<Values>;
  /** What went wrong, where no field says it. */
  failure: string | undefined;
  busy: boolean;
  set<Name extends keyof Values>(name: Name, value: Values[Name]): void;
  /** Puts all values back, such as after saving. */
  reset(values: Values): void;
  /** Runs once at a time; what is refused is shown at its field. Answers the value, or null where it was refused. */
  submit<Output>(send: () => Promise<Ack<Output>>): Promise<Output | null>;
  /** Shows a fault found before asking the server. */
  refuse(faults: Faults<Values>): void;
  /** Whether none of these is left empty; where one is, its sentence is shown. */
  require(sentences: Faults<Values>): boolean;
}

/** The state of one form: what was typed, what is wrong with it, whether it is on its way. */
export function useForm<Values extends object>(initial: Values): Form<Values> {
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<Faults<Values>>({});
  const [failure, setFailure] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const refuse = (found: Faults<Values>) => {
    setFaults(found);
    if (Object.keys(found).length > 0) requestAnimationFrame(focusFirstFault);
  };
  return {
    values,
    faults,
    failure,
    busy,
    set(name, value) {
      setValues((before) => ({ ...before, [name]: value }));
      setFaults((before) => without(before, name));
      setFailure(undefined);
    },
    reset(next) {
      setValues(next);
      setFaults({});
      setFailure(undefined);
    },
    async submit(send) {
      setBusy(true);
      setFaults({});
      setFailure(undefined);
      const answer = await send();
      setBusy(false);
      if (answer.ok) return answer.value;
      const found = faultsOf<Values>(answer.error, Object.keys(values));
      refuse(found);
      if (Object.keys(found).length === 0) setFailure(refusalWords(answer.error));
      return null;
    },
    refuse,
    require(sentences) {
      const names = Object.keys(sentences) as (keyof Values & string)[];
      const empty = names.filter((name) => String(values[name]).trim() === '');
      refuse(Object.fromEntries(empty.map((name) => [name, sentences[name]])) as Faults<Values>);
      return empty.length === 0;
    },
  };
}

/** Fields say by themselves that something is wrong with them: the first one is gone to. */
function focusFirstFault(): void {
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

function faultsOf<Values>(refusal: Refusal, fields: string[]): Faults<Values> {
  return byField((refusal.errors ?? []).filter((fault) => fields.includes(firstOf(fault.path))));
}

function byField<Values>(faults: readonly InputFault[]): Faults<Values> {
  const found: Record<string, string> = {};
  for (const fault of faults) found[firstOf(fault.path)] ??= faultWords(fault);
  return found as Faults<Values>;
}

/** Each field has one rule, which says all that can be wrong with it. */
function faultWords({ path, message }: InputFault): string {
  const known: Partial<Record<string, string>> = words.faults;
  return known[firstOf(path)] ?? message;
}

function firstOf(path: string): string {
  return path.split('.')[0] ?? path;
}

function without<Values>(faults: Faults<Values>, name: keyof Values): Faults<Values> {
  const { [name as string]: _, ...rest } = faults as Record<string, string>;
  return rest as Faults<Values>;
}
