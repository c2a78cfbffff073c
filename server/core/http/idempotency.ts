import { randomUUID } from 'node:crypto';
import { ClientId } from '../../../shared/ids.ts';
import { Refused } from '../refused.ts';

/**
 * The client id of a request: its `Idempotency-Key`, or a fresh one where there is none.
 * @throws Refused `invalid_input` for a key that is not a UUID
 */
export function keyOrNew(idempotencyKey: string | null): string {
  if (idempotencyKey === null) return randomUUID();
  const parsed = ClientId.safeParse(idempotencyKey);
  if (parsed.success) return parsed.data;
  throw new Refused('invalid_input', {
    errors: [{ path: 'Idempotency-Key', message: 'An Idempotency-Key is a UUID.' }],
  });
}
