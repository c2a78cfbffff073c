/** Sizes, lengths and times that both sides hold to. Every name carries its unit. */

/** Version of the wire described in PROTOCOL.md. The server also understands the one before it. */
export const PROTOCOL_VERSION = 1;
export const OLDEST_PROTOCOL_VERSION = 1;

export const MESSAGE_MAX_CHARACTERS = 10_000;
/** From here on the composer shows how many characters are left. */
export const MESSAGE_WARN_CHARACTERS = 9_000;
export const PREVIEW_MAX_CHARACTERS = 140;
/** A visitor may edit or remove a message for so long after it was sent. */
export const EDIT_WINDOW_MS = 15 * 60_000;
/** Of one message: every version is kept, and shown together. */
export const MESSAGE_EDITS_MAX = 50;
/** Given and taken back, by everybody, on one message. */
export const MESSAGE_REACTIONS_MAX = 200;
/** Files of one message. */
export const ATTACHMENTS_MAX = 10;
/** As it is sent; kept are at most `ATTACHMENT_NAME_SHOWN_CHARACTERS`. */
export const ATTACHMENT_NAME_MAX_CHARACTERS = 1_000;
export const ATTACHMENT_NAME_SHOWN_CHARACTERS = 120;
/** Of one message; and how long what it offers may be. */
export const QUICK_REPLIES_MAX = 10;
export const QUICK_REPLY_MAX_CHARACTERS = 80;
export const CARDS_MAX = 5;
export const CARD_TITLE_MAX_CHARACTERS = 80;
export const CARD_TEXT_MAX_CHARACTERS = 300;
export const PICTURE_WORDS_MAX_CHARACTERS = 200;
export const NAME_MAX_CHARACTERS = 80;
export const EMAIL_MAX_CHARACTERS = 254;
export const GREETING_MAX_CHARACTERS = 80;
/** What a site says in words of its own, in each language. */
export const CARD_WORDS_MAX_CHARACTERS = 60;
export const PLACEHOLDER_MAX_CHARACTERS = 60;
export const AWAY_WORDS_MAX_CHARACTERS = 100;
/** How far launcher and chat stand from the side and from the bottom of the page. */
export const OFFSET_MAX_PIXELS = 200;
export const SUBJECT_MAX_CHARACTERS = 160;
export const CATEGORY_MAX_CHARACTERS = 40;
/** What a site asks before a conversation: so many fields, and so long what stands in them. */
export const FORM_FIELDS_MAX = 10;
export const FORM_CHOICES_MAX = 20;
export const FORM_INTRO_MAX_CHARACTERS = 300;
export const FORM_LABEL_MAX_CHARACTERS = 120;
export const FORM_CHOICE_MAX_CHARACTERS = 80;
export const FORM_ANSWER_MAX_CHARACTERS = 500;
export const CONSENT_MAX_CHARACTERS = 300;
/** What a page says about what it shows: so many names and values, of such lengths. */
export const FACTS_MAX = 20;
export const FACT_MAX_CHARACTERS = 200;
export const FACT_NAME = /^\p{L}[\p{L}\p{N}_ -]{0,39}$/u;
export const URL_MAX_CHARACTERS = 2_000;
/** About what the head of a request has room for. */
export const PAGE_PATH_MAX_CHARACTERS = 16_000;
/** What a site calls a person. */
export const PERSON_ID_MAX_CHARACTERS = 200;
export const IDENTITY_TOKEN_MAX_CHARACTERS = 4_000;
export const PASSWORD_MIN_CHARACTERS = 12;
export const PASSWORD_MAX_CHARACTERS = 200;
export const ORIGINS_MAX = 50;
export const CATEGORIES_MAX = 50;
/** From when to when a site is attended on one day; and the dates on which that differs. */
export const DAY_SPANS_MAX = 4;
export const SPECIAL_DAYS_MAX = 50;
export const SPECIAL_DAY_NAME_MAX_CHARACTERS = 60;

/** Entries handed out in one answer when a client is not too far behind. */
export const CATCH_UP_MAX_ENTRIES = 200;
/** Newest entries in a snapshot, and the size of a page of older ones. */
export const PAGE_ENTRIES = 50;
export const SEARCH_MAX_CHARACTERS = 200;
export const LIST_DEFAULT_ITEMS = 30;
export const LIST_MAX_ITEMS = 100;
/** Newest conversations that a visitor's handshake brings. */
export const VISITOR_CONVERSATIONS_MAX = 20;

/** How long a link to another device can be used. */
export const RESUME_LINK_MS = 10 * 60_000;

/** A typing mark that is not renewed is gone after this. */
export const TYPING_EXPIRES_MS = 6_000;
/** A client that types renews its mark at most this often. */
export const TYPING_RENEW_MS = 3_000;
/** A hole seen in live entries may be a late packet: it is asked for after this. */
export const HOLE_WAIT_MS = 250;
/** Head numbers are compared about this often, with jitter. */
export const HEAD_CHECK_MS = 30_000;
export const RETRY_MIN_MS = 1_000;
export const RETRY_MAX_MS = 30_000;
/** A request without an answer counts as unknown after this, and is sent again. */
export const ACKNOWLEDGE_TIMEOUT_MS = 10_000;
/** A client that is not welcome by then makes the connection anew: what it waits for has been lost. */
export const WELCOME_TIMEOUT_MS = 30_000;
/** A lost connection is shown only after this: most breaks are shorter. */
export const OFFLINE_SHOWN_AFTER_MS = 3_000;
/** Before that one more attempt is made, and given so long. */
export const LAST_TRY_MS = 1_000;

/** A person cannot write faster for long; a paste of several lines goes through. */
export const MESSAGES_AT_ONCE = 20;
export const MESSAGES_PER_SECOND = 5;

/** Largest frame a client may send, in bytes: the longest message with room for its envelope. */
export const FRAME_MAX_BYTES = 64 * 1024;
/** Largest JSON body of a request, in bytes. */
export const BODY_MAX_BYTES = 100 * 1024;
/** What is taken as a small picture: of a person, of a brand. */
export const PICTURE_MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export const PICTURE_MAX_BYTES = 2 * 1024 * 1024;
