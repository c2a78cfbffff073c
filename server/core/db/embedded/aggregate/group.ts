import { calculateObjectSize } from 'bson';
import { StoreError } from '../errors.ts';
import { compileExpression } from '../expression/compile.ts';
import type { Surroundings } from '../expression/scope.ts';
import { type Document, isDocument, setField, type Value } from '../values/document.ts';
import { identityOf } from '../values/key.ts';
import { type Accumulator, parseAccumulator } from './accumulators.ts';

/** What a `$group` may hold, in bytes, as MongoDB without the disk. */
const GROUP_BYTES = 100 * 1024 * 1024;
/** About what a group takes beside its values, in bytes. */
const GROUP_OVERHEAD = 200;

interface Group {
  id: Value;
  accumulators: Accumulator[];
}

/** `$group`: gathers documents that have the same `_id` expression. */
export function compileGroup(
  spec: Value,
  surroundings: Surroundings,
): (documents: Iterable<Document>) => Iterable<Document> {
  if (!isDocument(spec))
    throw new StoreError('Location15947', "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new StoreError('Location15955', 'a group specification must include an _id');
  const idOf = compileExpression(spec._id, surroundings);
  const fields = Object.entries(spec).flatMap(([name, value]) => {
    if (name === '_id') return [];
    if (name.includes('.'))
      throw new StoreError('Location40235', `The field name '${name}' cannot contain '.'`);
    const { expression, make, keepsValues } = parseAccumulator(name, value);
    return [{ name, make, keepsValues, evaluate: compileExpression(expression, surroundings) }];
  });
  return function* (documents) {
    const groups = new Map<string, Group>();
    let bytes = 0;
    for (const document of documents) {
      const scope = { ...surroundings, root: document };
      const id = idOf(scope) ?? null;
      const identity = identityOf(id);
      let group = groups.get(identity);
      if (group === undefined) {
        group = { id, accumulators: fields.map(({ make }) => make()) };
        groups.set(identity, group);
        bytes += GROUP_OVERHEAD + identity.length;
      }
      for (const [index, { evaluate, keepsValues }] of fields.entries()) {
        const value = evaluate(scope);
        if (keepsValues) bytes += sizeOf(value);
        group.accumulators[index]?.add(value);
      }
      if (bytes > GROUP_BYTES) throw tooMuchToGroup();
    }
    for (const { id, accumulators } of groups.values()) {
      const result: Document = { _id: id };
      for (const [index, { name }] of fields.entries()) setField(result, name, accumulators[index]?.result());
      yield result;
    }
  };
}

function sizeOf(value: Value): number {
  if (typeof value === 'number') return 16;
  return typeof value === 'string' ? value.length + 16 : calculateObjectSize({ value });
}

function tooMuchToGroup(): StoreError {
  return new StoreError(
    'QueryExceededMemoryLimitNoDiskUseAllowed',
    `Exceeded memory limit for $group of ${GROUP_BYTES} bytes (using the disk is not supported by the embedded store)`,
  );
}
