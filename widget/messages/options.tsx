import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageChange } from '../../shared/changes.ts';
import { MESSAGE_MAX_CHARACTERS } from '../../shared/limits.ts';
import { REACTION_EMOJI } from '../../shared/reactions.ts';
import { fill } from '../../shared/wording.ts';
import type { Chat } from '../core/chat.ts';
import { type MoreWords, moreWords } from '../words/more-words.ts';
import type { OptionsProps } from './message-options.tsx';

type Step = 'choose' | 'edit' | 'delete';

const EMOJI_NAMES: Record<(typeof REACTION_EMOJI)[number], keyof MoreWords['emoji']> = {
  '👍': 'thumbsUp',
  '❤️': 'heart',
  '😄': 'smile',
  '🎉': 'party',
  '🙏': 'thankYou',
  '😢': 'sad',
};

/** Edit and delete one's own message, react to somebody else's. Escape goes back to the message. */
export function Options({ row, chat, id, onClose }: OptionsProps & { onClose(): void }) {
  const [step, setStep] = useState<Step>('choose');
  const around = useRef<HTMLFieldSetElement>(null);
  // Before the next key: whoever is quick means what has just come.
  useLayoutEffect(() => {
    around.current?.querySelector<HTMLElement>('textarea, button')?.focus();
  }, [step]);
  const remove = () => {
    change(chat, id, row.key, { kind: 'removed' });
    onClose();
  };
  return (
    <fieldset
      ref={around}
      class="choices"
      aria-label={moreWords().messageOptions}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      {row.kind === 'theirs' && <Reactions row={row} chat={chat} id={id} onClose={onClose} />}
      {row.kind === 'mine' && step === 'choose' && (
        <>
          <Choice says={moreWords().edit} onPick={() => setStep('edit')} />
          <Choice says={moreWords().delete} onPick={() => setStep('delete')} />
          <Choice says={moreWords().cancel} onPick={onClose} />
        </>
      )}
      {step === 'edit' && <Edit row={row} chat={chat} id={id} onClose={onClose} />}
      {step === 'delete' && (
        <>
          <span class="small">{moreWords().deleteForEverybody}</span>
          <Choice says={moreWords().delete} onPick={remove} />
          <Choice says={moreWords().keep} onPick={onClose} />
        </>
      )}
    </fieldset>
  );
}

function change(chat: Chat, conversationId: string, target: string, change: MessageChange): void {
  chat.add({ to: { conversationId }, text: '', change: { target, change } });
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
            aria-label={fill(moreWords().reactWith, { emoji: moreWords().emoji[EMOJI_NAMES[emoji]] })}
            aria-pressed={own}
            onClick={() => {
              change(chat, id, row.key, { kind: 'reacted', emoji, on: !own });
              onClose();
            }}
          >
            {emoji}
          </button>
        );
      })}
      <Choice says={moreWords().cancel} onPick={onClose} />
    </>
  );
}

function Edit({ row, chat, id, onClose }: OptionsProps & { onClose(): void }) {
  const [text, setText] = useState(row.text);
  const save = () => {
    if (!text.trim()) return;
    if (text !== row.text) change(chat, id, row.key, { kind: 'edited', text });
    onClose();
  };
  return (
    <>
      <textarea
        class="edit"
        rows={3}
        dir="auto"
        aria-label={moreWords().editMessage}
        maxLength={MESSAGE_MAX_CHARACTERS}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          save();
        }}
      />
      <Choice says={moreWords().save} onPick={save} />
      <Choice says={moreWords().cancel} onPick={onClose} />
    </>
  );
}
