import type { Surroundings } from '../expression/scope.ts';
import type { Query } from '../query/find.ts';
import { parseSort } from '../query/sort-order.ts';
import { equalValues } from '../values/compare.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { limitOf, skipOf } from './limits.ts';
import type { Source } from './pipeline.ts';

/**
 * Takes the first stages of a pipeline that a query can do, so that indexes serve them: `$match`, then `$sort`,
 * `$skip` and `$limit`.
 */
export function splitPipeline(
  source: Source,
  stages: readonly Value[],
  surroundings: Surroundings,
): { query: Query; rest: readonly Value[] } {
  const filters = Object.keys(source.filter).length === 0 ? [] : [source.filter];
  let index = 0;
  const specOf = (name: string): Value => {
    const stage = stages[index];
    return isDocument(stage) && Object.keys(stage).length === 1 ? stage[name] : undefined;
  };
  for (let filter = specOf('$match'); isDocument(filter); filter = specOf('$match')) {
    filters.push(filter);
    index++;
  }
  const query: Query = {
    filter: filters.length > 1 ? { $and: filters } : (filters[0] ?? {}),
    sort: [],
    skip: 0,
    limit: Infinity,
    hint: source.hint,
    surroundings,
  };
  const sort = specOf('$sort');
  if (isDocument(sort) && Object.keys(sort).length > 0) {
    query.sort = parseSort(sort);
    index++;
  }
  const skip = specOf('$skip');
  if (skip !== undefined) {
    query.skip = skipOf(skip);
    index++;
  }
  const limit = specOf('$limit');
  if (limit !== undefined) {
    query.limit = limitOf(limit);
    index++;
  }
  return { query, rest: stages.slice(index) };
}

/**
 * Recognizes a pipeline that only counts, as the driver's `countDocuments` sends it.
 * @returns what the answer is made of, or undefined for any other pipeline
 */
export function countOnly(stages: readonly Value[]): ((count: number) => Document) | undefined {
  const [stage, ...others] = stages;
  if (!isDocument(stage) || others.length > 0) return undefined;
  const { $count: name, $group: group } = stage;
  if (typeof name === 'string' && /^[^$.]+$/.test(name)) return (count) => ({ [name]: count });
  if (!isDocument(group)) return undefined;
  const { _id: id, ...fields } = group;
  const [field] = Object.keys(fields);
  const isConstant = id === null || typeof id === 'number';
  if (!isConstant || field === undefined || !equalValues(fields, { [field]: { $sum: 1 } })) return undefined;
  return (count) => ({ _id: id, [field]: count });
}
