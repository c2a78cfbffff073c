/** What an agent's message may offer besides words: replies to choose from, and cards. */
import { z } from 'zod';
import type { Attachment, PublicAttachment } from './attachments.ts';
import { Id } from './ids.ts';
import { label } from './label.ts';
import {
  CARD_TEXT_MAX_CHARACTERS,
  CARD_TITLE_MAX_CHARACTERS,
  CARDS_MAX,
  PICTURE_WORDS_MAX_CHARACTERS,
  QUICK_REPLIES_MAX,
  QUICK_REPLY_MAX_CHARACTERS,
  URL_MAX_CHARACTERS,
} from './limits.ts';
import { isSafeLink } from './safe-link.ts';
import { wellFormed } from './well-formed.ts';

/** Something shown with a picture and a link. `Picture` is the file itself, or its id where it is sent. */
export interface Card<Picture = Attachment> {
  title: string;
  text?: string;
  /** An https address. */
  link?: string;
  picture?: Picture;
  /** What is to be seen in the picture, for those who do not see it. */
  pictureWords?: string;
}
export type PublicCard = Card<PublicAttachment>;

/** What a message offers, as its entry holds it. */
export interface Offers<Picture = Attachment> {
  /** Shown as buttons until somebody writes. */
  quickReplies?: string[];
  cards?: Card<Picture>[];
}

const QuickReply = label(QUICK_REPLY_MAX_CHARACTERS, 'Say what can be answered.');

const SentCard = z.strictObject({
  title: label(CARD_TITLE_MAX_CHARACTERS, 'Give this card a title.'),
  text: z.string().max(CARD_TEXT_MAX_CHARACTERS).overwrite(wellFormed).exactOptional(),
  link: z
    .string()
    .max(URL_MAX_CHARACTERS)
    .refine(isSafeLink, 'A link begins with https:// and holds no password.')
    .exactOptional(),
  /** A file that was sent before, a picture. */
  picture: Id.exactOptional(),
  pictureWords: z.string().max(PICTURE_WORDS_MAX_CHARACTERS).overwrite(wellFormed).exactOptional(),
});

/** What an agent's message may offer, as it is sent. */
export const SentOffers = {
  quickReplies: z
    .array(QuickReply)
    .max(QUICK_REPLIES_MAX)
    .refine((replies) => new Set(replies).size === replies.length, 'Each reply can be offered once.')
    .optional(),
  cards: z.array(SentCard).max(CARDS_MAX).optional(),
};
