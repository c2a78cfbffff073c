import mongoose from 'mongoose';
import { expect } from 'vitest';
import {
  breaksUnique,
  type Filter,
  type ModelIndex,
  matches,
  type PlainDocument,
  type Sort,
  sorted,
} from './model.ts';
import type { Step, Update } from './operations.ts';

type Collection = mongoose.mongo.Collection<{ _id: number }>;
type DriverFilter = mongoose.mongo.Filter<{ _id: number }>;

const DUPLICATE_KEY = 11000;
const PARALLEL_ARRAYS = 171;

/** A collection of the store beside its model: every step is done to both, and they must agree. */
export class Twin {
  #documents: PlainDocument[] = [];
  #indexes: ModelIndex[] = [];
  #names = 0;
  readonly #collection: Collection;

  constructor(collection: Collection) {
    this.#collection = collection;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'insert':
        return await this.#insert([step.document]);
      case 'insertMany':
        return await this.#insert(step.documents);
      case 'update':
        return await this.#update(step.filter, step.update, step.many);
      case 'replace':
        return await this.#replace(step.id, step.document);
      case 'delete': {
        const { deletedCount } = await this.#collection.deleteMany(step.filter as DriverFilter);
        const left = this.#documents.filter((document) => !matches(document, step.filter));
        expect(deletedCount).toBe(this.#documents.length - left.length);
        this.#documents = left;
        return;
      }
      case 'find':
        return await this.#find(step.filter, step.sort, step.skip, step.limit);
      case 'index':
        return await this.#index(step.index);
      case 'dropIndexes':
        await this.#collection.dropIndexes().catch((error: unknown) => expect(codeOf(error)).toBe(26));
        this.#indexes = [];
    }
  }

  async #insert(documents: PlainDocument[]): Promise<void> {
    const given = documents.map((document) => ({ ...document })) as unknown as { _id: number }[];
    const refused = await this.#collection
      .insertMany(given, { ordered: false })
      .then(() => [], refusedPlaces);
    const expected: number[] = [];
    for (const [place, document] of documents.entries()) {
      if (refused.some(([at, code]) => at === place && code === PARALLEL_ARRAYS)) continue;
      const isTaken = this.#documents.some(({ _id }) => _id === document._id);
      if (isTaken || breaksUnique(this.#documents, document, this.#indexes)) expected.push(place);
      else this.#documents.push(document);
    }
    expect(refused.filter(([, code]) => code === DUPLICATE_KEY).map(([at]) => at)).toEqual(expected);
  }

  async #update(filter: Filter, update: Update, many: boolean): Promise<void> {
    // Which one an update of one document takes is not said, so it is given in advance.
    const hit = sorted(this.#documents, { _id: 1 }).filter((document) => matches(document, filter));
    const [first] = hit;
    const targets = many ? hit : first === undefined ? [] : [first];
    const narrowed = many ? filter : { $and: [filter, { _id: first?._id ?? -1 }] };
    for (const target of targets) {
      const only = { $and: [narrowed, { _id: target._id }] } as DriverFilter;
      const changed = applyUpdate(target, update);
      const code = await this.#collection.updateOne(only, update as object).then(() => undefined, codeOf);
      if (code === PARALLEL_ARRAYS) continue;
      const mayNot = changed === undefined || breaksUnique(this.#documents, changed, this.#indexes);
      expect(code === undefined).toBe(!mayNot);
      if (changed !== undefined && !mayNot) this.#put(changed);
    }
    expect(await this.#collection.countDocuments(filter as DriverFilter)).toBe(
      this.#documents.filter((document) => matches(document, filter)).length,
    );
  }

  async #replace(id: number, fields: PlainDocument): Promise<void> {
    const code = await this.#collection
      .replaceOne({ _id: id }, fields as object)
      .then(() => undefined, codeOf);
    if (code === PARALLEL_ARRAYS || !this.#documents.some(({ _id }) => _id === id)) return;
    const changed = { _id: id, ...fields };
    const mayNot = breaksUnique(this.#documents, changed, this.#indexes);
    expect(code === DUPLICATE_KEY).toBe(mayNot);
    if (!mayNot) this.#put(changed);
  }

  #put(changed: PlainDocument): void {
    this.#documents = this.#documents.map((document) => (document._id === changed._id ? changed : document));
  }

  async #find(filter: Filter, sort: Sort, skip: number, limit: number): Promise<void> {
    const all = sorted(
      this.#documents.filter((document) => matches(document, filter)),
      sort,
    );
    const expected = all.slice(skip, limit === 0 ? undefined : skip + limit);
    const found = await this.#collection
      .find(filter as DriverFilter)
      .sort(sort)
      .skip(skip)
      .limit(limit)
      .toArray();
    // Which of equal ones comes first is not said: each place has one that sorts the same, and none comes twice.
    expect(found.length).toBe(expected.length);
    for (const [place, document] of found.entries()) {
      expect(all).toContainEqual(document);
      const pair = [document, expected[place] ?? {}];
      expect([sorted(pair, sort)[0], sorted([...pair].reverse(), sort)[0]]).toEqual([pair[0], pair[1]]);
    }
    expect(new Set(found.map(({ _id }) => _id)).size).toBe(found.length);
    for (const { name } of await this.#collection.indexes().catch(() => [])) {
      const hinted = this.#collection.find(filter as DriverFilter, { hint: name ?? '' }).sort(sort);
      const documents = await hinted.toArray().catch((error: unknown) => {
        // A partial index that lacks some of the documents cannot be used.
        expect(codeOf(error)).toBe(291);
        return undefined;
      });
      if (documents !== undefined) expect(sorted(documents, { _id: 1 })).toEqual(sorted(all, { _id: 1 }));
    }
    expect(await this.#collection.countDocuments(filter as DriverFilter)).toBe(all.length);
  }

  async #index(index: ModelIndex): Promise<void> {
    const { key, unique, partial } = index;
    const options = {
      name: `i${this.#names++}`,
      unique,
      ...(partial === undefined ? {} : { partialFilterExpression: partial }),
    };
    const code = await this.#collection.createIndex(key, options).then(() => undefined, codeOf);
    if (code === undefined) this.#indexes.push(index);
    else if (code === DUPLICATE_KEY) {
      expect(this.#documents.some((document) => breaksUnique(this.#documents, document, [index]))).toBe(true);
    } else expect([PARALLEL_ARRAYS, 85]).toContain(code);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof mongoose.mongo.MongoServerError ? error.code : error;
}

/** Which documents of an unordered insert were refused, and why. */
function refusedPlaces(error: unknown): [number, number][] {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
  return [error.writeErrors].flat().map(({ index, code }): [number, number] => [index, Number(code)]);
}

/** The document after an update; undefined where MongoDB refuses it. */
function applyUpdate(document: PlainDocument, update: Update): PlainDocument | undefined {
  if ('$set' in update) return { ...document, ...update.$set };
  if ('$unset' in update) {
    return Object.fromEntries(Object.entries(document).filter(([field]) => !(field in update.$unset)));
  }
  if ('$inc' in update) {
    const { n } = document;
    if (n !== undefined && typeof n !== 'number') return undefined;
    return { ...document, n: (n ?? 0) + (update.$inc.n ?? 0) };
  }
  const { t } = document;
  if ('$pull' in update) {
    if (t === undefined) return document;
    if (!Array.isArray(t)) return undefined;
    return {
      ...document,
      t: t.filter((element) => !matches({ x: element }, { x: update.$pull.t }) || Array.isArray(element)),
    };
  }
  if (t !== undefined && !Array.isArray(t)) return undefined;
  const list = t ?? [];
  const isThere = list.some(
    (element) => matches({ x: element }, { x: update.$addToSet.t }) && !Array.isArray(element),
  );
  return { ...document, t: isThere ? list : [...list, update.$addToSet.t] };
}
