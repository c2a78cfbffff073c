/** What a reply offers to the visitor while it is written: answers to choose from, and cards. */
import { type Signal, signal } from '@preact/signals';
import type { Card } from '../../shared/offers.ts';
import type { OutgoingFile } from '../../widget/core/uploads.ts';

export interface DraftCard {
  title: string;
  text: string;
  link: string;
  picture: OutgoingFile | null;
  pictureWords: string;
}

export interface DraftOffers {
  quickReplies: readonly string[];
  cards: readonly DraftCard[];
}

export const NO_OFFERS: DraftOffers = { quickReplies: [], cards: [] };

export function offersNothing({ quickReplies, cards }: DraftOffers): boolean {
  return quickReplies.length + cards.length === 0;
}

/** The files of the cards, in their order. */
export function picturesOf({ cards }: DraftOffers): OutgoingFile[] {
  return cards.flatMap(({ picture }) => picture ?? []);
}

/**
 * As a message holds it, with empty fields left out.
 * @param pictures what the server has made of the cards' files, in their order; a card goes without one that is missing
 */
export function offered<Picture>(
  { quickReplies, cards }: DraftOffers,
  pictures: readonly Picture[],
): { quickReplies?: string[]; cards?: Card<Picture>[] } {
  let at = 0;
  const card = ({ title, text, link, picture, pictureWords }: DraftCard): Card<Picture> => {
    const made = picture ? pictures[at++] : undefined;
    return {
      title,
      ...(text !== '' && { text }),
      ...(link !== '' && { link }),
      ...(made !== undefined && { picture: made }),
      ...(made !== undefined && pictureWords !== '' && { pictureWords }),
    };
  };
  return {
    ...(quickReplies.length > 0 && { quickReplies: [...quickReplies] }),
    ...(cards.length > 0 && { cards: cards.map(card) }),
  };
}

/** What each conversation's reply offers; gone with the page, as its files are. */
export class OfferDrafts {
  readonly #drafts = new Map<string, Signal<DraftOffers>>();

  of(conversationId: string): Signal<DraftOffers> {
    const known = this.#drafts.get(conversationId);
    if (known !== undefined) return known;
    const draft = signal(NO_OFFERS);
    this.#drafts.set(conversationId, draft);
    return draft;
  }
}
