import { Refused } from './refused.ts';

/** Where a list goes on, as an opaque text. Only plain values may stand in it. */
export function encodeCursor(position: Record<string, string | number | boolean>): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * @throws Refused `invalid_input` for anything that is not one flat object of plain values: what comes back from
 * outside must never bring an operator into a query
 */
export function decodeCursor<Position extends Record<string, string | number | boolean>>(
  cursor: string,
): Position {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (isFlat(position)) return position as Position;
  } catch {
    // told below
  }
  throw new Refused('invalid_input', {
    errors: [{ path: 'cursor', message: 'This is not a cursor of this list. Begin without one.' }],
  });
}

function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((field) => ['string', 'number', 'boolean'].includes(typeof field));
}
