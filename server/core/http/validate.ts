import type { ZodType } from 'zod';
import { parseInput } from '../parse.ts';
import { Refused } from '../refused.ts';

/**
 * Reads a part of a request by its schema.
 * @param schema undefined where nothing is taken
 * @throws Refused `invalid_input`, or the code that the schema names
 */
export function validate<T>(schema: ZodType<T> | undefined, value: unknown, part: string): T {
  refuseDangerousKeys(value, part);
  if (schema !== undefined) return parseInput(schema, value);
  if (isNothing(value)) return undefined as T;
  throw new Refused('invalid_input', { errors: [{ path: '', message: `This request takes no ${part}.` }] });
}

/**
 * Keys that mean something to the store or to JavaScript never get further, whatever a schema says of them.
 * Walks without recursion: a body of 100 KB can be nested deeper than the stack.
 */
function refuseDangerousKeys(value: unknown, part: string): void {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, inner] of Object.entries(next)) {
      if (key.startsWith('$') || key === '__proto__') {
        throw new Refused('invalid_input', {
          errors: [{ path: key.slice(0, 40), message: `This name cannot stand in a ${part}.` }],
        });
      }
      left.push(inner);
    }
  }
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
