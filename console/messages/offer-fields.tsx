import type { Signal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CARDS_MAX, QUICK_REPLIES_MAX, QUICK_REPLY_MAX_CHARACTERS } from '../../shared/limits.ts';
import { fill } from '../../shared/wording.ts';
import { Button } from '../ui/button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { words } from '../words/words.ts';
import { CardDialog } from './card-dialog.tsx';
import type { DraftCard, DraftOffers } from './offers.ts';
import './offers.css';

/** What can be offered with a reply, behind one quiet button. */
export function OfferMenu({ draft, onReplies }: { draft: Signal<DraftOffers>; onReplies(): void }) {
  const [asks, setAsks] = useState(false);
  const addCard = (card: DraftCard) => {
    draft.value = { ...draft.value, cards: [...draft.value.cards, card].slice(0, CARDS_MAX) };
    setAsks(false);
  };
  return (
    <>
      <Menu
        label={words.offers.offer}
        items={[
          { kind: 'action', label: words.offers.quickReplies, onPick: onReplies },
          ...(draft.value.cards.length < CARDS_MAX
            ? [{ kind: 'action' as const, label: words.offers.card, onPick: () => setAsks(true) }]
            : []),
        ]}
        trigger={(binding) => (
          <Button look="quiet" {...binding}>
            {words.offers.offer}
          </Button>
        )}
      />
      {asks && <CardDialog onAdd={addCard} onClose={() => setAsks(false)} />}
    </>
  );
}

/** What is offered so far, each with a way to take it back, and a field for one more reply. */
export function OfferFields({ draft, asks }: { draft: Signal<DraftOffers>; asks: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const { quickReplies, cards } = draft.value;
  const add = () => {
    const reply = text.trim();
    setText('');
    if (reply === '' || quickReplies.includes(reply)) return;
    draft.value = { ...draft.value, quickReplies: [...quickReplies, reply] };
  };
  const removeReply = (gone: string) => {
    draft.value = { ...draft.value, quickReplies: quickReplies.filter((each) => each !== gone) };
  };
  const removeCard = (gone: DraftCard) => {
    draft.value = { ...draft.value, cards: cards.filter((each) => each !== gone) };
  };
  const writes = asks && quickReplies.length < QUICK_REPLIES_MAX;
  useLayoutEffect(() => field.current?.focus(), [writes]);
  if (!writes && quickReplies.length + cards.length === 0) return null;
  return (
    <div class="offers">
      {cards.map((card, index) => (
        <Chosen
          key={index}
          says={fill(words.offers.cardNamed, { title: card.title })}
          onRemove={() => removeCard(card)}
        />
      ))}
      {quickReplies.map((reply) => (
        <Chosen key={reply} says={reply} round onRemove={() => removeReply(reply)} />
      ))}
      {writes && (
        <input
          ref={field}
          class="offers-field"
          aria-label={words.offers.quickReply}
          placeholder={words.offers.quickReplyHint}
          maxLength={QUICK_REPLY_MAX_CHARACTERS}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onBlur={add}
          onKeyDown={(event) => {
            const last = quickReplies.at(-1);
            if (event.key === 'Backspace' && text === '' && last !== undefined) removeReply(last);
            else if (event.key === 'Enter' && !event.isComposing && text.trim() !== '') add();
            else return;
            event.preventDefault();
          }}
        />
      )}
    </div>
  );
}

function Chosen({ says, round = false, onRemove }: { says: string; round?: boolean; onRemove(): void }) {
  return (
    <span class={round ? 'offer offer-reply' : 'offer'}>
      <span class="offer-says">{says}</span>
      <Button
        size="small"
        look="quiet"
        iconOnly
        aria-label={fill(words.offers.takeBack, { what: says })}
        onClick={onRemove}
      >
        <CloseIcon />
      </Button>
    </span>
  );
}
