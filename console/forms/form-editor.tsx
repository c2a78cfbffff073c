import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FormKind } from '../../shared/forms.ts';
import { FORM_FIELDS_MAX } from '../../shared/limits.ts';
import { fill } from '../../shared/wording.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Segments } from '../ui/tabs.tsx';
import { words } from '../words/words.ts';
import {
  type DraftFaults,
  type FormDraft,
  moved,
  NO_FORM,
  newQuestion,
  type QuestionDraft,
} from './form-draft.ts';
import { nameOf, QuestionEditor } from './question-editor.tsx';
import './forms.css';

export interface FormEditorProps {
  kind: FormKind;
  /** Null where nothing is asked. */
  draft: FormDraft | null;
  faults: DraftFaults;
  onChange(draft: FormDraft | null): void;
}

/** One form of a site: whether it is asked, and what. */
export function FormEditor({ kind, draft, faults, onChange }: FormEditorProps) {
  // What was there comes back with the next click.
  const [before, setBefore] = useState(draft ?? NO_FORM);
  const title = words.forms[kind];
  return (
    <section class="settings-section" aria-label={title}>
      <div>
        <h2 class="settings-part">{title}</h2>
        <p class="settings-why">{kind === 'preChat' ? words.forms.preChatSays : words.forms.offlineSays}</p>
      </div>
      <Segments
        label={title}
        chosen={draft ? 'asked' : 'not'}
        choices={[
          { value: 'not', label: words.forms.notAsked },
          { value: 'asked', label: words.forms.asked },
        ]}
        onChoose={(chosen) => {
          if (draft) setBefore(draft);
          onChange(chosen === 'asked' ? (draft ?? before) : null);
        }}
      />
      {draft && (
        <>
          <TextField
            label={words.forms.intro}
            help={words.forms.introHelp}
            error={faults.has('intro') ? words.forms.faults.intro : undefined}
            value={draft.intro}
            onText={(intro) => onChange({ ...draft, intro })}
          />
          <Questions draft={draft} faults={faults} onChange={onChange} />
          <ConsentEditor draft={draft} faults={faults} onChange={onChange} />
        </>
      )}
    </section>
  );
}

type PartProps = Pick<FormEditorProps, 'faults' | 'onChange'> & { draft: FormDraft };

function Questions({ draft, faults, onChange }: PartProps) {
  const { questions } = draft;
  const around = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  /** What gets the focus once it is drawn: the question that was added, or the button that moved it. */
  const next = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (next.current !== null) around.current?.querySelector<HTMLElement>(next.current)?.focus();
    next.current = null;
  }, [questions]);
  const put = (changed: QuestionDraft[]) => onChange({ ...draft, questions: changed });
  return (
    <div class="questions" ref={around}>
      {questions.length === 0 && <p class="settings-off">{words.forms.none}</p>}
      <ol class="question-list">
        {questions.map((question, place) => (
          <QuestionEditor
            key={question.id}
            question={question}
            place={place}
            count={questions.length}
            faultOf={(part) => faults.get(`fields.${place}.${part}`)}
            onChange={(changes) =>
              put(questions.map((each) => (each === question ? { ...each, ...changes } : each)))
            }
            onMove={(to) => {
              const button = to < place ? 1 : 2;
              next.current = `#question-${question.id} .question-moves > :nth-child(${button})`;
              const name = nameOf(question, place);
              setSaid(
                fill(words.forms.moved, { name, place: String(to + 1), count: String(questions.length) }),
              );
              put(moved(questions, place, to));
            }}
            onRemove={() => {
              next.current = '.question-add';
              put(questions.filter((each) => each !== question));
            }}
          />
        ))}
      </ol>
      <p class="unseen" role="status">
        {said}
      </p>
      <div class="question-add" tabIndex={-1}>
        <Button
          off={questions.length >= FORM_FIELDS_MAX}
          onClick={() => {
            const question = newQuestion();
            next.current = `#question-${question.id} .input`;
            put([...questions, question]);
          }}
        >
          {words.forms.add}
        </Button>
      </div>
      {questions.length >= FORM_FIELDS_MAX && <p class="field-help">{words.forms.faults.fields}</p>}
    </div>
  );
}

function ConsentEditor({ draft, faults, onChange }: PartProps) {
  const { consent } = draft;
  const field = (name: 'text' | 'linkText' | 'url') => ({
    value: consent?.[name] ?? '',
    error: faults.has(`consent.${name}`) ? words.forms.faults[name] : undefined,
    onText: (text: string) => consent && onChange({ ...draft, consent: { ...consent, [name]: text } }),
  });
  return (
    <div class="question">
      <label class="settings-check">
        <input
          type="checkbox"
          checked={consent !== null}
          onChange={(event) => {
            const asked = event.currentTarget.checked;
            const { consentExample: text, linkExample: linkText } = words.forms;
            onChange({ ...draft, consent: asked ? { text, linkText, url: 'https://' } : null });
          }}
        />
        {words.forms.consent}
      </label>
      <p class="field-help">{words.forms.consentSays}</p>
      {consent && (
        <>
          <TextField label={words.forms.consentText} {...field('text')} />
          <TextField label={words.forms.linkText} help={words.forms.linkTextHelp} {...field('linkText')} />
          <TextField label={words.forms.link} input={{ dir: 'ltr', spellcheck: false }} {...field('url')} />
        </>
      )}
    </div>
  );
}
