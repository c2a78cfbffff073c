import fc from 'fast-check';
import { type ZodType, z } from 'zod';

/** The parts of JSON Schema that our schemas come to. */
interface Shape {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: Shape | boolean;
  propertyNames?: Shape;
}

/** Longer texts cost time and find nothing else; what is too long comes from the hostile values. */
const TEXT_MAX = 200;
const ITEMS_MAX = 4;
/** How an id of the server's looks to a schema. */
const ID_PATTERN = '^[A-Za-z0-9_-]{16,40}$';

/**
 * Inputs that a schema takes, or nearly: what it checks beyond its shape may still refuse some.
 * @param ids known ones, of which some stand where ids are asked for
 */
export function arbitraryOf(schema: ZodType, ids: readonly string[] = []): fc.Arbitrary<unknown> {
  return build(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape, ids);
}

function build(shape: Shape, ids: readonly string[]): fc.Arbitrary<unknown> {
  const branches = shape.anyOf ?? shape.oneOf;
  if (branches !== undefined) return fc.oneof(...branches.map((branch) => build(branch, ids)));
  if ('const' in shape) return fc.constant(shape.const);
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  switch (shape.type) {
    case 'string':
      return text(shape, ids);
    case 'integer':
      return fc.oneof(
        fc.integer({ min: lowest(shape), max: Math.min(shape.maximum ?? 1_000, lowest(shape) + 300) }),
        fc.maxSafeInteger().filter((number) => number >= lowest(shape) && number <= highest(shape)),
      );
    case 'number':
      return fc.double({ min: lowest(shape), max: highest(shape), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(build(shape.items ?? {}, ids), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(shape.maxItems ?? ITEMS_MAX, ITEMS_MAX),
      });
    case 'object':
      return record(shape, ids);
    default:
      // `undefined` has no place in JSON, so its shape is empty.
      return fc.constant(undefined);
  }
}

function record(shape: Shape, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (typeof shape.additionalProperties === 'object') {
    const key = build(shape.propertyNames ?? { type: 'string' }, ids) as fc.Arbitrary<string>;
    return fc.dictionary(key, build(shape.additionalProperties, ids), { maxKeys: ITEMS_MAX });
  }
  const fields: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, inner] of Object.entries(shape.properties ?? {})) fields[name] = build(inner, ids);
  return fc.record(fields, { requiredKeys: shape.required ?? [] });
}

function text(shape: Shape, ids: readonly string[]): fc.Arbitrary<string> {
  const { pattern, minLength = 0, maxLength = TEXT_MAX } = shape;
  if (pattern === undefined) {
    return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, TEXT_MAX) });
  }
  const matching = fc.stringMatching(new RegExp(pattern)).filter((made) => made.length <= maxLength);
  return pattern === ID_PATTERN && ids.length > 0 ? fc.oneof(fc.constantFrom(...ids), matching) : matching;
}

function lowest({ minimum }: Shape): number {
  return minimum ?? -1_000;
}

function highest({ maximum }: Shape): number {
  return maximum ?? Number.MAX_SAFE_INTEGER;
}
