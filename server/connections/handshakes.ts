import { z } from 'zod';
import { PageView } from '../../shared/contacts.ts';
import { Id, VisitorToken } from '../../shared/ids.ts';
import { Line } from '../../shared/label.ts';
import {
  IDENTITY_TOKEN_MAX_CHARACTERS,
  OLDEST_PROTOCOL_VERSION,
  PERSON_ID_MAX_CHARACTERS,
  PROTOCOL_VERSION,
} from '../../shared/limits.ts';
import { wellFormed } from '../../shared/well-formed.ts';
import { Refused } from '../core/refused.ts';

/** Conversations a handshake may name; more cannot be shown at once. */
const HEADS_MAX = 100;

const Heads = z
  .record(Id, z.number().int().min(0))
  .refine((heads) => Object.keys(heads).length <= HEADS_MAX, 'Too many conversations at once.');

/** What the client has not been able to send yet: for the metrics alone. */
const Waiting = z.number().int().min(0).max(10_000).optional();

export const WidgetHandshakeInput = z.strictObject({
  protocol: z.number().int(),
  token: VisitorToken,
  heads: Heads,
  page: PageView,
  language: Line.max(35),
  timezone: Line.max(64),
  identity: z
    .strictObject({
      id: z.string().min(1).max(PERSON_ID_MAX_CHARACTERS).overwrite(wellFormed),
      token: z.string().max(IDENTITY_TOKEN_MAX_CHARACTERS),
    })
    .optional(),
  waiting: Waiting,
});
export type WidgetHandshakeInput = z.output<typeof WidgetHandshakeInput>;

export const ConsoleHandshakeInput = z.strictObject({ protocol: z.number().int(), waiting: Waiting });

/** The versions that this server understands. */
const UNDERSTOOD = { oldest: OLDEST_PROTOCOL_VERSION, newest: PROTOCOL_VERSION };

/** The version is read before anything else: an older client cannot know today's shape. */
const Versioned = z.looseObject({ protocol: z.number().int() });

/**
 * Whether a client can be talked to. What the server sends only grows from one version to the next, and it asks
 * for nothing that the version before did not have: so both are served alike.
 * @throws Refused `protocol_too_old` for a client from before the version before ours; `protocol_too_new`, which it
 * tries again, for one whose page came from a node that is renewed already
 */
export function requireProtocol(handshake: unknown, understood = UNDERSTOOD): void {
  const version = Versioned.safeParse(handshake).data?.protocol ?? 0;
  if (version < understood.oldest) throw new Refused('protocol_too_old');
  if (version > understood.newest) throw new Refused('protocol_too_new');
}
