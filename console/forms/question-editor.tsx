import { fill } from '../../shared/wording.ts';
import { Button } from '../ui/button.tsx';
import { optionsOf, SelectField, TextAreaField, TextField } from '../ui/field.tsx';
import { CloseIcon, DownIcon, UpIcon } from '../ui/icons.tsx';
import { words } from '../words/words.ts';
import type { FaultName, QuestionDraft, QuestionKind } from './form-draft.ts';

export interface QuestionEditorProps {
  question: QuestionDraft;
  /** From 0. */
  place: number;
  count: number;
  faultOf(part: string): FaultName | undefined;
  onChange(changes: Partial<QuestionDraft>): void;
  onMove(to: number): void;
  onRemove(): void;
}

/** One question of a form. */
export function QuestionEditor(props: QuestionEditorProps) {
  const { question, place, count, faultOf, onChange, onMove, onRemove } = props;
  const { id, kind, label, required, choices } = question;
  const own = kind === 'text' || kind === 'choice' || kind === 'checkbox';
  const name = nameOf(question, place);
  const says = (part: string) => {
    const fault = faultOf(part);
    return fault && words.forms.faults[fault];
  };
  return (
    <li class="question" id={`question-${id}`} aria-label={name}>
      <div class="question-head">
        <SelectField
          label={words.forms.kind}
          help={words.forms.lands[landsOf(kind)]}
          error={says('to')}
          value={kind}
          options={optionsOf(words.forms.kinds)}
          onPick={(picked) => onChange({ kind: picked })}
        />
        <div class="question-moves">
          <Button
            look="quiet"
            size="small"
            iconOnly
            aria-label={fill(words.forms.up, { name })}
            off={place === 0}
            onClick={() => onMove(place - 1)}
          >
            <UpIcon />
          </Button>
          <Button
            look="quiet"
            size="small"
            iconOnly
            aria-label={fill(words.forms.down, { name })}
            off={place === count - 1}
            onClick={() => onMove(place + 1)}
          >
            <DownIcon />
          </Button>
          <Button
            look="quiet"
            size="small"
            iconOnly
            aria-label={fill(words.forms.removeOne, { name })}
            onClick={onRemove}
          >
            <CloseIcon />
          </Button>
        </div>
      </div>
      <TextField
        label={words.forms.label}
        help={own ? undefined : words.forms.labelHelp}
        error={says('label')}
        value={label}
        onText={(text) => onChange({ label: text })}
      />
      {(kind === 'choice' || kind === 'topicChoice') && (
        <TextAreaField
          label={words.forms.choices}
          help={words.forms.choicesHelp}
          error={says('choices')}
          rows={4}
          value={choices}
          onText={(text) => onChange({ choices: text })}
        />
      )}
      <label class="settings-check">
        <input
          type="checkbox"
          checked={required}
          onChange={(event) => onChange({ required: event.currentTarget.checked })}
        />
        {words.forms.required}
      </label>
    </li>
  );
}

/** How a question is called beside its buttons. @param place from 0 */
export function nameOf({ label, kind }: QuestionDraft, place: number): string {
  if (label.trim() !== '') return label.trim();
  return kind === 'name' || kind === 'email'
    ? words.forms.kinds[kind]
    : fill(words.forms.untitled, { place: String(place + 1) });
}

function landsOf(kind: QuestionKind): 'contact' | 'topic' | 'conversation' {
  if (kind === 'name' || kind === 'email') return 'contact';
  return kind === 'topic' || kind === 'topicChoice' ? 'topic' : 'conversation';
}
