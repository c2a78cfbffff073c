import { StoreError } from '../errors.ts';
import { type Document, getField, isDocument, type Value } from '../values/document.ts';
import { EMPTY_ARRAY, type KeyPart, KeyWriter } from '../values/key.ts';
import type { Index } from './index-definition.ts';

/** What an index holds of one document. */
export interface IndexEntries {
  /** The whole keys: of a unique index its values, otherwise these and the document's own key. */
  keys: Buffer[];
  /** Which of the index's fields had an array on their path. */
  multikey: boolean[];
  truncated: boolean;
}

const writer = new KeyWriter();
const NONE: IndexEntries = { keys: [], multikey: [], truncated: false };

/**
 * The keys of a document in an index: one, or one for each element where a field lies in an array.
 * @param suffix the document's own key without its prefix: keeps equal values of different documents apart where there
 *   may be any
 * @throws StoreError CannotIndexParallelArrays where two fields lie in different arrays
 */
export function indexEntries(index: Index, document: Document, suffix: Uint8Array): IndexEntries {
  if (index.holds !== undefined && !index.holds(document)) return NONE;
  const single = singleRow(index, document);
  const multikey = index.fields.map(() => false);
  const rows = single === undefined ? expand(document, index.parts, multikey, index) : [single];
  const isMissing = (row: KeyPart[]) => row.every((part) => part === undefined);
  if (index.sparse && rows.every(isMissing)) return NONE;
  const keys = new Map<string, Buffer>();
  let truncated = false;
  for (const row of rows) {
    writer.begin(index.prefix);
    for (const [field, part] of row.entries())
      writer.value(part, index.directions[field] ?? 1, index.longest);
    if (!index.unique) writer.bytes(suffix);
    truncated ||= writer.truncated;
    const key = writer.finish();
    if (rows.length === 1) return { keys: [key], multikey, truncated };
    keys.set(key.toString('latin1'), key);
  }
  return { keys: [...keys.values()], multikey, truncated };
}

/** The usual case, without arrays: the values of all fields, or undefined where there is an array. */
function singleRow(index: Index, document: Document): KeyPart[] | undefined {
  const row: KeyPart[] = [];
  for (const parts of index.parts) {
    let value: Value = document;
    for (const part of parts) {
      if (Array.isArray(value)) return undefined;
      value = isDocument(value) ? getField(value, part) : undefined;
    }
    if (Array.isArray(value)) return undefined;
    row.push(value);
  }
  return row;
}

/** How far a path goes until it meets an array. */
interface Reach {
  /** Parts before and with the array; undefined where there is none. */
  depth: number | undefined;
  array: Value[];
  value: KeyPart;
}

function reach(value: Value, parts: readonly string[]): Reach {
  let inner = value;
  for (const [depth, part] of parts.entries()) {
    if (Array.isArray(inner)) return { depth, array: inner, value: undefined };
    inner = isDocument(inner) ? getField(inner, part) : undefined;
  }
  if (Array.isArray(inner)) return { depth: parts.length, array: inner, value: undefined };
  return { depth: undefined, array: [], value: inner };
}

/**
 * All rows of values: fields under one array are taken from the same element together.
 * @param multikey is marked for each field that met an array
 */
function expand(value: Value, paths: readonly string[][], multikey: boolean[], index: Index): KeyPart[][] {
  const reached = paths.map((parts) => reach(value, parts));
  const shared = reached.find(({ depth }) => depth !== undefined);
  if (shared === undefined) return [reached.map((one) => one.value)];
  for (const [field, one] of reached.entries()) {
    if (one.depth === undefined) continue;
    multikey[field] = true;
    if (one.array !== shared.array) {
      throw new StoreError(
        'CannotIndexParallelArrays',
        `cannot index parallel arrays [${index.fields.join('] [')}]`,
      );
    }
  }
  return elementRows(reached, paths, index, shared.array);
}

function elementRows(
  reached: Reach[],
  paths: readonly string[][],
  index: Index,
  elements: Value[],
): KeyPart[][] {
  const rest = reached.map(({ depth }, field) =>
    depth === undefined ? undefined : (paths[field]?.slice(depth) ?? []),
  );
  const row = (fill: (parts: string[]) => KeyPart): KeyPart[] =>
    reached.map((one, field) => {
      const parts = rest[field];
      return parts === undefined ? one.value : fill(parts);
    });
  if (elements.length === 0) return [row((parts) => (parts.length === 0 ? EMPTY_ARRAY : undefined))];
  const open = reached.flatMap((_, field) => ((rest[field]?.length ?? 0) > 0 ? [field] : []));
  return elements.flatMap((element) => {
    if (open.length === 0 || !isDocument(element)) {
      return [row((parts) => (parts.length === 0 ? element : undefined))];
    }
    const innerPaths = open.map((field) => rest[field] ?? []);
    const innerRows = expand(element, innerPaths, [], index);
    return innerRows.map((values) =>
      reached.map((one, field): KeyPart => {
        if (rest[field] === undefined) return one.value;
        const place = open.indexOf(field);
        return place < 0 ? element : values[place];
      }),
    );
  });
}
