import { failedToParse, StoreError, unsupported } from '../errors.ts';
import { compileFilter, type Matcher, topFields } from '../query/match.ts';
import { equalValues } from '../values/compare.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { LONGEST_KEY_VALUE } from '../values/key.ts';
import { isPosition } from '../values/path.ts';
import { isNumber, numberOf, typeName } from '../values/rank.ts';

/** What makes an index, as the client gave it. */
export interface IndexOptions {
  name: string;
  /** Field paths in their order, each 1 or -1. */
  key: Document;
  unique: boolean;
  sparse: boolean;
  partialFilterExpression?: Document;
  expireAfterSeconds?: number;
}

/** An index as the store works with it. */
export interface Index extends IndexOptions {
  /** 0 for the index on `_id`, which is the collection itself. */
  id: number;
  /** What all its keys begin with. */
  prefix: Buffer;
  fields: string[];
  parts: string[][];
  /** Top-level fields by which a document is in it, and with which key. */
  reads: Set<string>;
  directions: number[];
  /** A longer value in a key is cut to so many bytes. */
  longest: number;
  /** For each field, whether some document had an array on its path. */
  multikey: boolean[];
  /** Whether some key holds a cut value: then the keys' order is not the values' order. */
  truncated: boolean;
  /** Which documents the index holds; all where it is undefined. */
  holds: Matcher | undefined;
}

/** What of an index is kept. */
export interface IndexRecord extends IndexOptions {
  id: number;
  multikey: boolean[];
  truncated: boolean;
}

const DOCUMENT_KEYS = 0x01;
const INDEX_KEYS = 0x02;
/** LMDB's keys may have 1,978 bytes; the rest is for the prefix, hashes and the document's own key. */
const VALUE_BYTES = 1_600;
const HASH_BYTES = 32;

/** What the keys of a collection's documents begin with. */
export function documentPrefix(collectionId: number): Buffer {
  return prefixOf(DOCUMENT_KEYS, collectionId);
}

function prefixOf(kind: number, id: number): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = kind;
  prefix.writeUInt32BE(id, 1);
  return prefix;
}

/** The index on `_id`: the documents themselves, in the order of `_id`. */
export function primaryIndex(collectionId: number): Index {
  const record = { id: 0, name: '_id_', key: { _id: 1 }, unique: true, sparse: false };
  return {
    ...openIndex({ ...record, multikey: [], truncated: false }),
    prefix: documentPrefix(collectionId),
  };
}

export function openIndex(record: IndexRecord): Index {
  const fields = Object.keys(record.key);
  return {
    ...record,
    prefix: prefixOf(INDEX_KEYS, record.id),
    fields,
    parts: fields.map((field) => field.split('.')),
    reads: fieldsRead(record),
    directions: fields.map((field) => Math.sign(numberOf(record.key[field]))),
    longest: Math.min(LONGEST_KEY_VALUE, Math.floor(VALUE_BYTES / fields.length) - HASH_BYTES),
    holds:
      record.partialFilterExpression === undefined
        ? undefined
        : compileFilter(record.partialFilterExpression),
  };
}

function fieldsRead({ key, partialFilterExpression }: IndexRecord): Set<string> {
  const reads = new Set(Object.keys(key).map((field) => field.split('.', 1).join()));
  for (const field of topFields(partialFilterExpression ?? {}) ?? []) reads.add(field);
  return reads;
}

export function recordOf(index: Index): IndexRecord {
  const { id, multikey, truncated } = index;
  return { ...optionsOf(index), id, multikey, truncated };
}

/** An index's options alone, the unset ones left out. */
export function optionsOf(options: IndexOptions): IndexOptions {
  const { name, key, unique, sparse, partialFilterExpression, expireAfterSeconds } = options;
  return {
    name,
    key,
    unique,
    sparse,
    ...(partialFilterExpression === undefined ? {} : { partialFilterExpression }),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }),
  };
}

const IGNORED = ['v', 'ns', 'background'];
const KNOWN = [
  'name',
  'key',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  ...IGNORED,
];
const PARTIAL_OPERATORS = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in']);

/**
 * Reads what `createIndexes` was asked for.
 * @throws StoreError for what is wrong or not supported, by name
 */
export function parseIndex(spec: Value): IndexOptions {
  if (!isDocument(spec)) throw failedToParse('The indexes of createIndexes must be documents');
  for (const option of Object.keys(spec)) checkOption(option, spec[option]);
  const { name, key, partialFilterExpression, expireAfterSeconds } = spec;
  if (!isDocument(key) || Object.keys(key).length === 0) {
    throw new StoreError('CannotCreateIndex', 'Index keys cannot be an empty object');
  }
  if (typeof name !== 'string' || name === '')
    throw failedToParse("The 'name' field is a required property of an index");
  for (const [field, direction] of Object.entries(key)) checkField(field, direction);
  if (partialFilterExpression !== undefined) checkPartial(partialFilterExpression);
  if (spec.sparse === true && partialFilterExpression !== undefined) {
    throw new StoreError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
  }
  return {
    name,
    key,
    unique: spec.unique === true,
    sparse: spec.sparse === true,
    ...(isDocument(partialFilterExpression) ? { partialFilterExpression } : {}),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds: expiryOf(expireAfterSeconds, key) }),
  };
}

function checkOption(option: string, value: Value): void {
  if (KNOWN.includes(option)) return;
  if (option === 'collation' && isDocument(value) && value.locale === 'simple') return;
  if (value === false || value === undefined) return;
  throw unsupported(`The index option ${option}`);
}

function checkField(field: string, direction: Value): void {
  const number = isNumber(direction) ? numberOf(direction) : 0;
  if (number === 0) {
    const message = `Values in v:2 index key pattern must be numbers, not ${typeName(direction)}: an index of type '${String(direction)}' is not supported by the embedded store`;
    throw new StoreError('CannotCreateIndex', message);
  }
  const parts = field.split('.');
  if (parts.includes('') || parts.some((part) => part.startsWith('$'))) {
    throw new StoreError(
      'CannotCreateIndex',
      `Index key contains an illegal field name: '${field}' (wildcard indexes are not supported by the embedded store)`,
    );
  }
  if (parts.some(isPosition)) throw unsupported(`An index on the place in an array ('${field}')`);
}

function checkPartial(expression: Value): void {
  if (!isDocument(expression)) {
    throw new StoreError('CannotCreateIndex', "'partialFilterExpression' for an index has to be a document");
  }
  for (const [field, condition] of Object.entries(expression)) {
    if (field === '$and' && Array.isArray(condition)) condition.forEach(checkPartial);
    else if (field.startsWith('$')) throw unsupportedInPartial(field);
    else if (isDocument(condition)) {
      const operator = Object.keys(condition).find(
        (name) => name.startsWith('$') && !PARTIAL_OPERATORS.has(name),
      );
      if (operator !== undefined || condition.$exists === false)
        throw unsupportedInPartial(operator ?? '$exists: false');
    }
  }
  compileFilter(expression);
}

function unsupportedInPartial(operator: string): StoreError {
  const message = `Expression not supported in partial index: ${operator} is not supported by the embedded store`;
  return new StoreError('CannotCreateIndex', message);
}

function expiryOf(seconds: Value, key: Document): number {
  const number = isNumber(seconds) ? numberOf(seconds) : Number.NaN;
  if (!(number >= 0)) {
    throw new StoreError(
      'CannotCreateIndex',
      "TTL index 'expireAfterSeconds' option must be numeric and not negative",
    );
  }
  if (Object.keys(key).length > 1 || '_id' in key) {
    throw new StoreError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL',
    );
  }
  return number;
}

/** Whether two indexes hold the same documents by the same fields. */
export function sameShape(one: IndexOptions, other: IndexOptions): boolean {
  return (
    equalValues(one.key, other.key) &&
    equalValues(one.partialFilterExpression ?? null, other.partialFilterExpression ?? null)
  );
}

/** Whether two indexes of the same shape also behave alike. */
export function sameOptions(one: IndexOptions, other: IndexOptions): boolean {
  return (
    one.unique === other.unique &&
    one.sparse === other.sparse &&
    one.expireAfterSeconds === other.expireAfterSeconds
  );
}
