import { failedToParse, StoreError } from '../errors.ts';
import { compileExpression } from '../expression/compile.ts';
import type { Surroundings } from '../expression/scope.ts';
import { withValueAt } from '../query/projection.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { EMPTY_ARRAY, identityOf } from '../values/key.ts';
import { valuesAt } from '../values/path.ts';
import type { PipelineContext } from './pipeline.ts';

/** What a pipeline needs of the others: documents of another collection. */
interface Lookup {
  from: string;
  as: string;
  localField: string | undefined;
  foreignField: string | undefined;
  variables: Document;
  pipeline: Value[] | undefined;
}

type RunPipeline = (
  documents: Iterable<Document> | { from: string; filter: Document },
  stages: Value[],
  context: PipelineContext,
) => Iterable<Document>;

function parseLookup(spec: Value): Lookup {
  if (!isDocument(spec)) throw failedToParse('the $lookup specification must be an object');
  const known = ['from', 'as', 'localField', 'foreignField', 'let', 'pipeline'];
  const unknown = Object.keys(spec).find((field) => !known.includes(field));
  if (unknown !== undefined) throw failedToParse(`unknown argument to $lookup: ${unknown}`);
  const { from, as, localField, foreignField, pipeline } = spec;
  if (typeof from !== 'string' || typeof as !== 'string') {
    throw failedToParse(
      "$lookup needs 'from' and 'as' (another form is not supported by the embedded store)",
    );
  }
  if (
    (localField === undefined) !== (foreignField === undefined) ||
    (localField === undefined && pipeline === undefined)
  ) {
    throw failedToParse(
      "$lookup requires both or neither of 'localField' and 'foreignField' to be specified",
    );
  }
  if (pipeline !== undefined && !Array.isArray(pipeline))
    throw failedToParse("'pipeline' of $lookup must be an array");
  return {
    from,
    as,
    localField: localField === undefined ? undefined : String(localField),
    foreignField: foreignField === undefined ? undefined : String(foreignField),
    variables: isDocument(spec.let) ? spec.let : {},
    pipeline,
  };
}

/** `$lookup`: gives each document the array of those that belong to it. */
export function compileLookup(
  spec: Value,
  context: PipelineContext,
  run: RunPipeline,
): (documents: Iterable<Document>) => Iterable<Document> {
  const lookup = parseLookup(spec);
  const variables = Object.entries(lookup.variables).map(
    ([name, value]) => [name, compileExpression(value, context.surroundings)] as const,
  );
  const equal = equalityOf(lookup, context, run);
  const as = lookup.as.split('.');
  return function* (documents) {
    for (const document of documents) {
      const scope = { ...context.surroundings, root: document };
      const given = variables.map(([name, evaluate]): [string, Value] => [name, evaluate(scope)]);
      const inner: Surroundings = {
        now: context.surroundings.now,
        variables: new Map([...context.surroundings.variables, ...given]),
      };
      yield withValueAt(document, as, [
        ...found(document, lookup, { ...context, surroundings: inner }, equal, run),
      ]);
    }
  };
}

function found(
  document: Document,
  { from, pipeline = [] }: Lookup,
  context: PipelineContext,
  equal: ((document: Document) => Iterable<Document>) | undefined,
  run: RunPipeline,
): Iterable<Document> {
  if (equal !== undefined) return run(equal(document), pipeline, context);
  return run({ from, filter: indexableConditions(pipeline[0], context.surroundings) }, pipeline, context);
}

/**
 * `{$expr: {$eq: ['$field', '$$variable']}}` of a first `$match` as a plain filter, which an index can serve. It
 * finds all that the expression does, and the expression is still tested.
 */
function indexableConditions(stage: Value, { variables }: Surroundings): Document {
  const match = isDocument(stage) ? stage.$match : undefined;
  const expression = isDocument(match) ? match.$expr : undefined;
  if (!isDocument(expression)) return {};
  const all = Array.isArray(expression.$and) ? expression.$and : [expression];
  const conditions = all.flatMap((one) => {
    if (!isDocument(one) || !Array.isArray(one.$eq)) return [];
    const [left, right] = one.$eq;
    const [field, name] = isField(left) ? [left, right] : [right, left];
    if (!isField(field) || typeof name !== 'string' || !/^\$\$[^.]+$/.test(name)) return [];
    const value = variables.get(name.slice(2));
    const isPlain = value !== undefined && value !== null && !Array.isArray(value);
    return isPlain ? [{ [field.slice(1)]: { $eq: value } }] : [];
  });
  return conditions.length === 0 ? {} : { $and: conditions };
}

function isField(value: Value): value is string {
  return typeof value === 'string' && /^\$[^$]/.test(value);
}

/** Documents whose foreign field equals the local one, or one of its elements. */
function equalityOf(
  { from, localField, foreignField }: Lookup,
  context: PipelineContext,
  run: RunPipeline,
): ((document: Document) => Iterable<Document>) | undefined {
  if (localField === undefined || foreignField === undefined) return undefined;
  const local = localField.split('.');
  const valuesOf = (document: Document): Value[] => {
    const values = valuesAt(document, local).filter((value) => value !== EMPTY_ARRAY);
    return values.map((value) => value ?? null);
  };
  if (context.hasIndex(from, foreignField)) {
    return (document) => run({ from, filter: { [foreignField]: { $in: valuesOf(document) } } }, [], context);
  }
  let table: Map<string, Document[]> | undefined;
  return (document) => {
    table ??= tableOf(run({ from, filter: {} }, [], context), foreignField.split('.'));
    const identities = new Set(valuesOf(document).map(identityOf));
    return new Set([...identities].flatMap((identity) => table?.get(identity) ?? []));
  };
}

const MOST_TABLE_DOCUMENTS = 100_000;

/** All documents of a collection by the values of a field, for where no index has them. */
function tableOf(documents: Iterable<Document>, path: string[]): Map<string, Document[]> {
  const table = new Map<string, Document[]>();
  let count = 0;
  for (const document of documents) {
    if (++count > MOST_TABLE_DOCUMENTS) {
      const message = `$lookup over more than ${MOST_TABLE_DOCUMENTS} documents without an index on '${path.join('.')}' is not supported by the embedded store`;
      throw new StoreError('QueryExceededMemoryLimitNoDiskUseAllowed', message);
    }
    const values = valuesAt(document, path).filter((value) => value !== EMPTY_ARRAY);
    for (const identity of new Set(values.map((value) => identityOf(value ?? null)))) {
      const row = table.get(identity) ?? [];
      row.push(document);
      table.set(identity, row);
    }
  }
  return table;
}
