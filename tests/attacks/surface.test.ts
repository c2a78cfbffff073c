import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ZodType } from 'zod';
import { validate } from '../../server/core/http/validate.ts';
import { rooms } from '../../server/core/realtime/rooms.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { arbitraryOf } from './arbitrary-of.ts';
import { EVENT_POLICY } from './event-policy.ts';
import { ROOM_POLICY } from './room-policy.ts';
import { ROUTE_POLICY } from './route-policy.ts';
import { type Door, doorsOf } from './surface.ts';

/** Enough that of inputs made from a schema's shape some pass what it checks besides. */
const SAMPLES = 12;
/** Of those that pass, so many show what a schema takes. */
const USED = 4;
const HOSTILE_KEYS = ['unheardOf', '$where', '__proto__', 'constructor'];

let server: TestServer;
let doors: Door[];

beforeAll(async () => {
  server = await startServer();
  doors = doorsOf(server.app.surface);
});
afterAll(() => server.close());

/** The same value with one key more, once for each object within. */
function withKeyAnywhere(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, at) =>
      withKeyAnywhere(item, key).map((changed) => value.with(at, changed) as unknown),
    );
  }
  const withKey = JSON.parse(`${JSON.stringify(value).slice(0, -1)}${comma(value)}"${key}":{"a":1}}`);
  const deeper = Object.entries(value).flatMap(([name, inner]) =>
    withKeyAnywhere(inner, key).map((changed) => ({ ...value, [name]: changed })),
  );
  return [withKey, ...deeper];
}

function comma(value: object): string {
  return Object.keys(value).length > 0 ? ',' : '';
}

function samplesOf(schema: ZodType): unknown[] {
  return fc
    .sample(arbitraryOf(schema), { numRuns: SAMPLES, seed: 1 })
    .filter((sample) => schema.safeParse(sample).success)
    .slice(0, USED);
}

/** What is wrong with a door's schemas, in words that say what to do. */
function faultsOf({ name, parts }: Door): string[] {
  return parts.flatMap(({ part, schema }) => {
    if (schema === undefined) {
      const missing = part === 'path' && name.includes(':') && name.includes(' /');
      return missing || part === 'input' ? [`${name}: its ${part} has no schema; give it a strict one`] : [];
    }
    const samples = samplesOf(schema);
    if (samples.length === 0) {
      return [`${name}: nothing made from the shape of its ${part} passes; teach arbitrary-of.ts that shape`];
    }
    const isIn = FORGIVING.has(`${name} ${part}`) ? getsIn : isTaken;
    const taken = HOSTILE_KEYS.filter((key) =>
      samples.some((sample) => withKeyAnywhere(sample, key).some((hostile) => isIn(schema, hostile, key))),
    );
    return taken.map((key) => `${name}: its ${part} takes the unknown key ${key}; use z.strictObject`);
  });
}

/** A record reads no `__proto__`: what is not in its output did not get in. */
function isTaken(schema: ZodType, hostile: unknown, key: string): boolean {
  const read = schema.safeParse(hostile);
  return read.success && (key !== '__proto__' || JSON.stringify(read.data).includes('__proto__'));
}

/** Asked by clients that may be newer than the node; what they say besides must not get in either. */
const FORGIVING: ReadonlySet<string> = new Set(['get /widget/unread query']);

function getsIn(schema: ZodType, hostile: unknown, key: string): boolean {
  return JSON.stringify(schema.safeParse(hostile).data ?? null).includes(`"${key}"`);
}

describe('every route, event and handshake', () => {
  it('is known here', () => {
    expect(doors.length).toBeGreaterThan(50);
    expect(new Set(doors.map(({ name }) => name)).size).toBe(doors.length);
  });

  it('has schemas that refuse what they do not know', () => {
    expect(doors.flatMap(faultsOf)).toEqual([]);
  }, 60_000);

  it('would be found out with a loose schema', async () => {
    const { z } = await import('zod');
    const loose = z.object({ a: z.strictObject({ b: z.string() }) });
    const deep = z.strictObject({ a: z.looseObject({ b: z.string() }) });
    for (const schema of [loose, deep]) {
      expect(faultsOf({ name: 'post /loose', parts: [{ part: 'body', schema }] })).not.toEqual([]);
    }
    expect(faultsOf({ name: 'get /x/:id', parts: [{ part: 'path', schema: undefined }] })).not.toEqual([]);
  });

  it('has a row in the policy matrix', () => {
    const rows = new Set([...Object.keys(ROUTE_POLICY), ...Object.keys(EVENT_POLICY)]);
    const known = doors.map(({ name }) => name).filter((name) => !name.endsWith(' handshake'));
    const missing = known.filter((name) => !rows.has(name));
    expect(missing, 'add a row to tests/attacks/route-policy.ts or event-policy.ts').toEqual([]);
    const stale = [...rows].filter((name) => !known.includes(name));
    expect(stale, 'take these rows away').toEqual([]);
  });

  it('takes nothing where it names no schema', () => {
    expect(() => validate(undefined, { a: 1 }, 'body')).toThrow();
  });
});

it('every room has a row that says who is in it', () => {
  expect(Object.keys(ROOM_POLICY).sort()).toEqual(Object.keys(rooms).sort());
});
