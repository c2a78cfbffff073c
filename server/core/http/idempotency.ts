import { createHash, createHmac, randomUUID } from 'node:crypto';
import { ClientId } from '../../../shared/ids.ts';
import { newId, newSecret } from '../ids.ts';
import { Refused } from '../refused.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * The client id of a request that appends to a log: its `Idempotency-Key`, or a fresh one where there is none. A key
 * that is no UUID stands for one that is always the same.
 * @param whose keeps the keys of two agents apart
 * @throws Refused `invalid_input` for a key with other than visible ASCII characters, or more than 200
 */
export function keyOrNew(idempotencyKey: string | null, whose: string): string {
  if (idempotencyKey === null) return randomUUID();
  const parsed = ClientId.safeParse(requireKey(idempotencyKey));
  if (parsed.success) return parsed.data;
  const hash = createHash('sha256').update(`${whose}:${idempotencyKey}`).digest('hex');
  // A name-based UUID (RFC 9562, version 8: of our own making).
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/**
 * Ids and secrets of what a request makes. With an `Idempotency-Key` they follow from it, so that the same request
 * sent again makes the same thing and gets the same answer, on any node, without anything being kept for it.
 */
export class MintedIds {
  readonly #derive: ((use: string) => Buffer) | null;

  /**
   * @param whose keeps the keys of two agents apart
   * @throws Refused `invalid_input`
   */
  constructor(secretKey: string, whose: string, idempotencyKey: string | null) {
    const key = idempotencyKey === null ? null : requireKey(idempotencyKey);
    this.#derive =
      key === null
        ? null
        : (use) => createHmac('sha256', secretKey).update(`made:${use}:${whose}:${key}`).digest();
  }

  id(use: string): string {
    return this.#derive?.(`id:${use}`).subarray(0, 16).toString('base64url') ?? newId();
  }

  secret(use: string): string {
    return this.#derive?.(`secret:${use}`).toString('base64url') ?? newSecret();
  }
}

function requireKey(idempotencyKey: string): string {
  if (KEY.test(idempotencyKey)) return idempotencyKey;
  throw new Refused('invalid_input', {
    errors: [
      { path: 'Idempotency-Key', message: 'An Idempotency-Key has at most 200 visible characters of ASCII.' },
    ],
  });
}
