import { Long } from 'bson';
import type { Batch, Cursors } from '../cursors.ts';
import { badValue, failedToParse, StoreError, typeMismatch, unsupported } from '../errors.ts';
import type { Surroundings } from '../expression/scope.ts';
import type { Query } from '../query/find.ts';
import { parseSort } from '../query/sort-order.ts';
import type { Collection } from '../storage/catalog.ts';
import type { Storage } from '../storage/storage.ts';
import { decodeDocument } from '../values/codec.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { isNumber, numberOf, typeName } from '../values/rank.ts';

/** A command as it came. */
export interface Request {
  name: string;
  database: string;
  body: Document;
  /** Lists that came beside the body, undecoded: `documents`, `updates`, `deletes`. */
  sequences: ReadonlyMap<string, Buffer[]>;
  surroundings: Surroundings;
}

/** What a command works with. */
export interface Context extends Storage {
  cursors: Cursors;
  startedAt: number;
}

export type Reply =
  | { kind: 'document'; document: Document }
  | { kind: 'batch'; field: 'firstBatch' | 'nextBatch'; batch: Batch };

/** A command of the store. */
export interface Command {
  /** Options it understands beside those of every command; any other is refused by name. */
  options: readonly string[];
  run(request: Request, context: Context): Reply | Promise<Reply>;
}

export function answer(document: Document = {}): Reply {
  return { kind: 'document', document: { ...document, ok: 1 } };
}

/** `database.collection` of a command whose first field names the collection. */
export function namespaceOf({ name, body, database }: Request): string {
  const collection = body[name];
  if (typeof collection === 'string' && collection !== '') return `${database}.${collection}`;
  throw badValue(`collection name has invalid type ${typeName(collection)}`);
}

export function collectionOf(request: Request, context: Context): Collection | undefined {
  return context.catalog.get(namespaceOf(request));
}

/** A number of an option, or what counts where it is not given. */
export function numberOption(body: Document, option: string, otherwise: number): number {
  const value = body[option];
  if (value === undefined || value === null) return otherwise;
  const number = isNumber(value) ? numberOf(value) : Number.NaN;
  if (Number.isInteger(number)) return number;
  throw typeMismatch(
    `BSON field '${option}' is the wrong type '${typeName(value)}', expected a whole number`,
  );
}

export function documentOption(body: Document, option: string): Document {
  const value = body[option];
  if (value === undefined || value === null) return {};
  if (isDocument(value)) return value;
  throw typeMismatch(`BSON field '${option}' is the wrong type '${typeName(value)}', expected type 'object'`);
}

/** A cursor's number, which is beyond what JavaScript's numbers hold. */
export function cursorIdOption(value: Value): bigint {
  if (value instanceof Long) return value.toBigInt();
  if (isNumber(value)) return BigInt(numberOf(value));
  throw typeMismatch(`A cursor id is the wrong type '${typeName(value)}'`);
}

/** The documents of a list that stands in the body or came beside it. */
export function listOption({ body, sequences }: Request, option: string): Document[] {
  const raw = sequences.get(option);
  const list = raw?.map(decodeDocument) ?? body[option];
  if (!Array.isArray(list)) throw failedToParse(`BSON field '${option}' is missing but a required field`);
  if (list.length === 0) {
    throw new StoreError(
      'InvalidLength',
      `Write batch sizes must be between 1 and 100000. Got 0 operations.`,
    );
  }
  return list.map((item) => {
    if (isDocument(item)) return item;
    throw typeMismatch(
      `BSON field '${option}' holds the wrong type '${typeName(item)}', expected type 'object'`,
    );
  });
}

/** The query within a command's options. */
export function queryOf(body: Document, filterOption: string, surroundings: Surroundings): Query {
  const limit = Math.abs(numberOption(body, 'limit', 0));
  const skip = numberOption(body, 'skip', 0);
  if (skip < 0) throw badValue(`BSON field 'skip' value must be >= 0, actual value '${skip}'`);
  return {
    filter: documentOption(body, filterOption),
    sort: parseSort(documentOption(body, 'sort')),
    skip,
    limit: limit === 0 ? Infinity : limit,
    hint: hintOf(body.hint),
    surroundings,
  };
}

export function hintOf(hint: Value): Value {
  return hint === null || (isDocument(hint) && Object.keys(hint).length === 0) ? undefined : hint;
}

/** @throws StoreError for a collation other than the simple one, which compares bytes */
export function checkCollation(collation: Value): void {
  if (collation === undefined || (isDocument(collation) && collation.locale === 'simple')) return;
  if (isDocument(collation) && Object.keys(collation).length === 0) return;
  throw unsupported('A collation');
}
