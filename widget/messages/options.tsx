import { useEffect, useRef, useState } from 'preact/hooks';
import { MESSAGE_MAX_CHARACTERS } from '../../shared/limits.ts';
import { REACTION_EMOJI } from '../../shared/reactions.ts';
import type { OptionsProps } from './message-options.tsx';

type Step = 'choose' | 'edit' | 'delete';

const EMOJI_NAMES: Record<string, string> = {
  '👍': 'Thumbs up',
  '❤️': 'Heart',
  '😄': 'Smile',
  '🎉': 'Party',
  '🙏': 'Thank you',
  '😢': 'Sad',
};

/** Edit and delete one's own message, react to somebody else's. Escape goes back to the message. */
export function Options({ row, chat, id, onClose }: OptionsProps & { onClose(): void }) {
  const [step, setStep] = useState<Step>('choose');
  const around = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    around.current?.querySelector<HTMLElement>('textarea, button')?.focus();
  }, [step]);
  const remove = () => {
    chat.change(id, row.key, { kind: 'removed' });
    onClose();
  };
  return (
    <fieldset
      ref={around}
      class="choices"
      aria-label="Message options"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      {row.kind === 'theirs' && <Reactions row={row} chat={chat} id={id} onClose={onClose} />}
      {row.kind === 'mine' && step === 'choose' && (
        <>
          <Choice says="Edit" onPick={() => setStep('edit')} />
          <Choice says="Delete" onPick={() => setStep('delete')} />
          <Choice says="Cancel" onPick={onClose} />
        </>
      )}
      {step === 'edit' && <Edit row={row} chat={chat} id={id} onClose={onClose} />}
      {step === 'delete' && (
        <>
          <span class="small">Delete this message for everybody?</span>
          <Choice says="Delete" onPick={remove} />
          <Choice says="Keep" onPick={onClose} />
        </>
      )}
    </fieldset>
  );
}

function Choice({ says, onPick }: { says: string; onPick(): void }) {
  return (
    <button type="button" class="plain" onClick={onPick}>
      {says}
    </button>
  );
}

function Reactions({ row, chat, id, onClose }: OptionsProps & { onClose(): void }) {
  return (
    <>
      {REACTION_EMOJI.map((emoji) => {
        const own = row.reactions.some((each) => each.emoji === emoji && each.own);
        return (
          <button
            type="button"
            class="emoji"
            aria-label={`React with ${EMOJI_NAMES[emoji]}`}
            aria-pressed={own}
            onClick={() => {
              chat.change(id, row.key, { kind: 'reacted', emoji, on: !own });
              onClose();
            }}
          >
            {emoji}
          </button>
        );
      })}
      <Choice says="Cancel" onPick={onClose} />
    </>
  );
}

function Edit({ row, chat, id, onClose }: OptionsProps & { onClose(): void }) {
  const [text, setText] = useState(row.text);
  const save = () => {
    if (!text.trim()) return;
    if (text !== row.text) chat.change(id, row.key, { kind: 'edited', text });
    onClose();
  };
  return (
    <>
      <textarea
        class="edit"
        rows={3}
        dir="auto"
        aria-label="Edit message"
        maxLength={MESSAGE_MAX_CHARACTERS}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          save();
        }}
      />
      <Choice says="Save" onPick={save} />
      <Choice says="Cancel" onPick={onClose} />
    </>
  );
}
