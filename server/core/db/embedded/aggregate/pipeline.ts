import { calculateObjectSize } from 'bson';
import { badValue, StoreError, unsupported } from '../errors.ts';
import type { Surroundings } from '../expression/scope.ts';
import { countDocuments, findDocuments, sortInMemory } from '../query/find.ts';
import { compileFilter } from '../query/match.ts';
import { compileSortKey, parseSort } from '../query/sort-order.ts';
import type { Collection } from '../storage/catalog.ts';
import type { KeyValueStore } from '../storage/key-value.ts';
import type { StoreLog } from '../store-log.ts';
import { decodeDocument } from '../values/codec.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { decodeFields } from '../values/partial.ts';
import { compileDocumentStage, parseStage } from './document-stages.ts';
import { fieldsNeeded } from './fields-needed.ts';
import { compileGroup } from './group.ts';
import { countOnly, splitPipeline } from './head.ts';
import { limitOf, skipOf } from './limits.ts';
import { compileLookup } from './lookup.ts';
import { compileUnwind } from './unwind.ts';

/** What a pipeline runs within. */
export interface PipelineContext {
  store: KeyValueStore;
  log: StoreLog;
  surroundings: Surroundings;
  collection(name: string): Collection | undefined;
  /** Whether an index finds documents of a collection by a field. */
  hasIndex(collection: string, field: string): boolean;
}

/** Where a pipeline's documents come from. */
export interface Source {
  from: string;
  filter: Document;
  hint?: Value;
}

type Stage = (documents: Iterable<Document>) => Iterable<Document>;

/** What may be held at once between two stages, in bytes. */
const STAGE_BYTES = 100 * 1024 * 1024;

/**
 * Runs an aggregation. Documents flow through one by one where the stages allow it.
 * @throws StoreError for stages and operators that are wrong or not supported, before a document is read
 */
export function runPipeline(
  source: Iterable<Document> | Source,
  stages: readonly Value[],
  context: PipelineContext,
): Iterable<Document> {
  if (!isSource(source)) return runStages(source, stages, context);
  const { query, rest } = splitPipeline(source, stages, context.surroundings);
  const run = compileStages(rest, context);
  const collection = context.collection(source.from);
  if (collection === undefined) {
    compileFilter(query.filter, query.surroundings);
    return run([]);
  }
  const counted = query.sort.length === 0 ? countOnly(rest) : undefined;
  if (counted !== undefined) {
    const count = countDocuments(context, collection, query);
    return count === 0 ? [] : [counted(count)];
  }
  const fields = fieldsNeeded(rest);
  const read = fields === undefined ? decodeDocument : (raw: Buffer) => decodeFields(raw, fields);
  const hits = findDocuments(context, collection, query);
  return run(
    (function* () {
      for (const { raw } of hits) yield read(raw);
    })(),
  );
}

function isSource(source: Iterable<Document> | Source): source is Source {
  return !(Symbol.iterator in source);
}

function runStages(documents: Iterable<Document>, stages: readonly Value[], context: PipelineContext) {
  return compileStages(stages, context)(documents);
}

function compileStages(stages: readonly Value[], context: PipelineContext): Stage {
  const compiled = stages.map((stage, index) => compileStage(stage, stages[index + 1], context));
  return (documents) => compiled.reduce((flow, stage) => stage(flow), documents);
}

function compileStage(stage: Value, next: Value, context: PipelineContext): Stage {
  const { name, spec } = parseStage(stage);
  const change = compileDocumentStage(name, spec, context.surroundings);
  if (change !== undefined) return mapping(change);
  switch (name) {
    case '$match': {
      if (!isDocument(spec))
        throw new StoreError('Location15959', 'the match filter must be an expression in an object');
      const matches = compileFilter(spec, context.surroundings);
      return filtering(matches);
    }
    case '$group':
      return compileGroup(spec, context.surroundings);
    case '$sort':
      return compileSort(
        spec,
        isDocument(next) && next.$limit !== undefined ? limitOf(next.$limit) : Infinity,
      );
    case '$limit':
      return limiting(limitOf(spec));
    case '$skip':
      return skipping(skipOf(spec));
    case '$count':
      return compileCount(spec);
    case '$unwind':
      return compileUnwind(spec);
    case '$lookup':
      return compileLookup(spec, context, runPipeline);
    case '$facet':
      return compileFacet(spec, context);
    case '$sortByCount':
      return compileSortByCount(spec, context);
    case '$changeStream':
      throw new StoreError('Location40573', 'The $changeStream stage is only supported on replica sets');
    default:
      throw new StoreError(
        'Location40324',
        `Unrecognized pipeline stage name: '${name}' (not supported by the embedded store)`,
      );
  }
}

function mapping(change: (document: Document) => Document): Stage {
  return function* (documents) {
    for (const document of documents) yield change(document);
  };
}

function filtering(matches: (document: Document) => boolean): Stage {
  return function* (documents) {
    for (const document of documents) if (matches(document)) yield document;
  };
}

function limiting(limit: number): Stage {
  return function* (documents) {
    let left = limit;
    for (const document of documents) {
      yield document;
      if (--left === 0) return;
    }
  };
}

function skipping(skip: number): Stage {
  return function* (documents) {
    let left = skip;
    for (const document of documents) if (left-- <= 0) yield document;
  };
}

function compileSort(spec: Value, most: number): Stage {
  if (!isDocument(spec) || Object.keys(spec).length === 0) {
    throw new StoreError('Location15976', '$sort stage must have at least one sort key');
  }
  const keyOf = compileSortKey(parseSort(spec));
  return (documents) => {
    const keyed = function* () {
      for (const document of documents) {
        yield { item: document, key: keyOf(document), bytes: calculateObjectSize(document) };
      }
    };
    return sortInMemory(keyed(), most);
  };
}

function compileCount(spec: Value): Stage {
  if (typeof spec !== 'string' || spec === '' || spec.startsWith('$') || spec.includes('.')) {
    throw new StoreError('Location40156', 'the count field must be a non-empty string without $ and .');
  }
  return function* (documents) {
    let count = 0;
    for (const _ of documents) count++;
    if (count > 0) yield { [spec]: count };
  };
}

function compileSortByCount(spec: Value, context: PipelineContext): Stage {
  return compileStages([{ $group: { _id: spec, count: { $sum: 1 } } }, { $sort: { count: -1 } }], context);
}

function compileFacet(spec: Value, context: PipelineContext): Stage {
  if (!isDocument(spec) || Object.keys(spec).length === 0) {
    throw new StoreError('Location40169', 'the $facet specification must be a non-empty object');
  }
  const facets = Object.entries(spec).map(([name, stages]) => {
    if (!Array.isArray(stages)) throw badValue(`arguments to $facet must be arrays, ${name} is not`);
    if (stages.some((stage) => isDocument(stage) && '$facet' in stage))
      throw unsupported('$facet within $facet');
    return [name, compileStages(stages, context)] as const;
  });
  return function* (documents) {
    const all = keepAll(documents);
    yield Object.fromEntries(facets.map(([name, stage]) => [name, [...stage(all)]]));
  };
}

function keepAll(documents: Iterable<Document>): Document[] {
  const all: Document[] = [];
  let bytes = 0;
  for (const document of documents) {
    bytes += calculateObjectSize(document);
    if (bytes > STAGE_BYTES) {
      throw new StoreError(
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `Exceeded memory limit for $facet of ${STAGE_BYTES} bytes`,
      );
    }
    all.push(document);
  }
  return all;
}
