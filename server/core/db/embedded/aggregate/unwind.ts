import { StoreError } from '../errors.ts';
import { compileProjection, withValueAt } from '../query/projection.ts';
import { type Document, getField, isDocument, type Value } from '../values/document.ts';

/** `$unwind`: one document for each element of an array. */
export function compileUnwind(spec: Value): (documents: Iterable<Document>) => Iterable<Document> {
  const options: Document = typeof spec === 'string' ? { path: spec } : isDocument(spec) ? spec : {};
  const { path, includeArrayIndex, preserveNullAndEmptyArrays } = options;
  if (typeof path !== 'string' || !/^\$[^$]/.test(path)) {
    throw new StoreError('Location28818', "path option to $unwind stage should be prefixed with a '$'");
  }
  const unknown = Object.keys(options).find(
    (field) => !['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(field),
  );
  if (unknown !== undefined)
    throw new StoreError('Location28811', `unrecognized option to $unwind stage: ${unknown}`);
  const parts = path.slice(1).split('.');
  const indexPath = typeof includeArrayIndex === 'string' ? includeArrayIndex.split('.') : undefined;
  const numbered = (document: Document, index: number | null) =>
    indexPath === undefined ? document : withValueAt(document, indexPath, index);
  const without = compileProjection({ [parts.join('.')]: 0 }, PLAIN);
  return function* (documents) {
    for (const document of documents) {
      const value = read(document, parts);
      if (Array.isArray(value) && value.length > 0) {
        for (const [index, element] of value.entries()) {
          yield numbered(withValueAt(document, parts, element), index);
        }
      } else if (Array.isArray(value)) {
        if (preserveNullAndEmptyArrays === true) yield numbered(without?.(document) ?? document, null);
      } else if ((value !== null && value !== undefined) || preserveNullAndEmptyArrays === true) {
        yield numbered(document, null);
      }
    }
  };
}

const PLAIN = {
  dialect: 'project',
  filter: {},
  surroundings: { now: new Date(0), variables: new Map() },
} as const;

/** The value at a path through documents only, as `$unwind` reads it. */
function read(document: Document, parts: readonly string[]): Value {
  return parts.reduce<Value>(
    (value, part) => (isDocument(value) ? getField(value, part) : undefined),
    document,
  );
}
