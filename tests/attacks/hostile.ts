import fc from 'fast-check';

/** Texts that have broken one program or another. */
const TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\udfff\ud800',
  '\u202egnp.exe',
  '\u2066\u2067',
  'a\u0300'.repeat(50),
  '__proto__',
  'constructor',
  '$where',
  '../../etc/passwd',
  '%00',
  '%E0%A4%A',
  "' OR 1=1 --",
  '{{7*7}}',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '=1+1',
  'a\r\nSet-Cookie: x=y',
  '1e309',
  '-0',
  'NaN',
  '\ufeff',
  'x'.repeat(12_000),
];

const NUMBERS = [0, -0, -1, 1.5, 1e21, 1e308, -1e308, 2 ** 31, 2 ** 53, -(2 ** 53), 5e-324];

const OPERATORS = [
  { $gt: '' },
  { $ne: null },
  { $where: 'sleep(1000)' },
  { $regex: '(a+)+$' },
  JSON.parse('{"__proto__":{"role":"admin"}}') as unknown,
  { constructor: { prototype: { role: 'admin' } } },
  { toString: 1, valueOf: 1, hasOwnProperty: 1 },
  { _bsontype: 'ObjectId', id: 'x' },
  { toJSON: 1 },
];

/** What no schema of ours asks for. */
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...TEXTS, ...NUMBERS, ...OPERATORS, null, true, [], {}),
  fc.integer({ min: 100, max: 3_000 }).map(nested),
  fc.array(fc.constant(null), { minLength: 1_000, maxLength: 2_000 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 50 }),
);

/** Inputs as they should be, the same with something wrong in them, and such as have nothing right. */
export function attackOn(proper: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 3, arbitrary: proper },
    { weight: 5, arbitrary: fc.tuple(proper, fc.nat(1_000), fc.nat(2), hostileValue).map(spoiled) },
    { weight: 1, arbitrary: hostileValue },
  );
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

type Spoiling = [proper: unknown, place: number, how: number, hostile: unknown];

/** Puts something hostile somewhere into a value, under a name of its own, or takes something away. */
function spoiled([proper, place, how, hostile]: Spoiling): unknown {
  if (typeof proper !== 'object' || proper === null || Array.isArray(proper)) return hostile;
  const names = Object.keys(proper);
  const name = names[place % Math.max(1, names.length)];
  const changed = { ...proper } as Record<string, unknown>;
  if (how === 0 || name === undefined) return { ...changed, [TEXTS[place % TEXTS.length] ?? '']: hostile };
  if (how === 1) delete changed[name];
  else changed[name] = place % 3 === 0 ? spoiled([changed[name], place, how, hostile]) : hostile;
  return changed;
}

/** Packets that are none, or nearly. */
export const hostileFrame: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .tuple(
      fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '51-', '50-', '5999999999-'),
      fc.constantFrom('', '/widget,', '/console,', '/,', '/__proto__,', ','),
      fc.constantFrom('', '1', '99999999999999999999', '-1', '1e5'),
      fc.oneof(
        hostileValue.map((value) => JSON.stringify(value)),
        fc.constantFrom(
          '["error",1]',
          '["disconnect"]',
          '["connect"]',
          '["newListener"]',
          '[',
          '["__proto__"]',
        ),
        fc.constantFrom(
          '["constructor",{}]',
          '[1,2,3]',
          '[["heads"]]',
          '["heads",null,null,null]',
          '{}',
          '"',
        ),
      ),
    )
    .map((parts) => parts.join('').slice(0, 60_000)),
);
