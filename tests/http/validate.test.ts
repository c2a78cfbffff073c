import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { validate } from '../../server/core/http/validate.ts';
import { Refused } from '../../server/core/refused.ts';
import { MessageText } from '../../shared/messages.ts';

const Anything = z.record(z.string(), z.unknown());

function refusalOf(schema: z.ZodType | undefined, value: unknown): Refused {
  try {
    validate(schema, value, 'body');
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('keys that mean something elsewhere', () => {
  it.each([
    '{"$where":"1"}',
    '{"a":{"b":[{"$gt":1}]}}',
    '{"__proto__":{"role":"admin"}}',
    '{"a":[{"__proto__":1}]}',
  ])('%s is refused, whatever the schema takes', (json) => {
    expect(refusalOf(Anything, JSON.parse(json)).code).toBe('invalid_input');
  });

  it('others are taken', () => {
    const value = { price$: 1, a: [{ b: '$5' }] };
    expect(validate(Anything, value, 'body')).toEqual(value);
  });
});

describe('a schema', () => {
  it('may name a code of its own', () => {
    const Said = z.strictObject({ text: MessageText });
    expect(refusalOf(Said, { text: ' \n' }).code).toBe('empty_text');
    expect(refusalOf(Said, { text: 'x'.repeat(10_001) }).code).toBe('text_too_long');
    expect(validate(Said, { text: 'x'.repeat(10_000) }, 'body')).toEqual({ text: 'x'.repeat(10_000) });
  });

  it('that is missing takes nothing', () => {
    for (const nothing of [undefined, null, {}]) expect(validate(undefined, nothing, 'body')).toBeUndefined();
    expect(refusalOf(undefined, { a: 1 }).code).toBe('invalid_input');
    expect(refusalOf(undefined, 'text').code).toBe('invalid_input');
  });
});
