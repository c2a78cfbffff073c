import { compileDocumentStages } from '../aggregate/document-stages.ts';
import { failedToParse, StoreError, unsupported } from '../errors.ts';
import type { Surroundings } from '../expression/scope.ts';
import type { Matcher } from '../query/match.ts';
import { compareStrings, equalValues } from '../values/compare.ts';
import { cloneDocument, type Document, isDocument, type Value } from '../values/document.ts';
import { isPosition } from '../values/path.ts';
import { compileArrayFilters } from './array-filters.ts';
import { arrayOperators } from './array-operators.ts';
import { fieldOperators, type UpdateOperator } from './field-operators.ts';
import { upsertBase } from './upsert-base.ts';

/** An update made ready. */
export interface Update {
  /** A replacement changes one document at most. */
  isReplacement: boolean;
  /** The new state of a document, which itself stays as it is. */
  apply(document: Document): Document;
  /** The document an upsert stores where none was found. */
  insert(): Document;
}

interface Step {
  path: string;
  parts: string[];
  argument: Value;
  operator: UpdateOperator;
}

const OPERATORS: Record<string, UpdateOperator> = { ...fieldOperators, ...arrayOperators };
const UNSUPPORTED = new Set(['$mul', '$bit', '$isolated']);

/**
 * Makes an update ready: operators, a pipeline or a replacement.
 * @throws StoreError for what is wrong or not supported
 */
export function compileUpdate(
  update: Value,
  filter: Document,
  arrayFilters: Value,
  surroundings: Surroundings,
): Update {
  if (Array.isArray(update)) return compilePipeline(update, filter, surroundings);
  if (!isDocument(update)) throw failedToParse('Update argument must be either an object or an array');
  const isReplacement = !Object.keys(update).some((field) => field.startsWith('$'));
  if (isReplacement) return compileReplacement(update, filter);
  return compileOperators(update, filter, arrayFilters, surroundings.now);
}

function compilePipeline(stages: Value[], filter: Document, surroundings: Surroundings): Update {
  const change = compileDocumentStages(stages, surroundings);
  const apply = (document: Document) => {
    const changed = change(document);
    return keepingId(document, changed._id === undefined ? { _id: document._id, ...changed } : changed);
  };
  return { isReplacement: false, apply, insert: () => apply(upsertBase(filter)) };
}

function compileReplacement(replacement: Document, filter: Document): Update {
  const apply = (document: Document) => {
    const { _id, ...fields } = replacement;
    const id = document._id === undefined ? _id : document._id;
    return keepingId(document, keepingId({ _id }, id === undefined ? fields : { _id: id, ...fields }));
  };
  const base = () => {
    const { _id } = upsertBase(filter);
    return _id === undefined ? {} : { _id };
  };
  return { isReplacement: true, apply, insert: () => apply(base()) };
}

function compileOperators(update: Document, filter: Document, arrayFilters: Value, now: Date): Update {
  const steps = Object.entries(update).flatMap(([name, fields]) => stepsOf(name, fields));
  checkConflicts(steps);
  // MongoDB goes through the fields by name, which decides the order of those that are new.
  steps.sort((one, other) => comparePaths(one.parts, other.parts));
  const filters: ReadonlyMap<string, Matcher> = compileArrayFilters(
    arrayFilters,
    steps.map(({ path }) => path),
  );
  const run = (document: Document, isInsert: boolean) => {
    const changed = cloneDocument(document);
    const context = { filter, arrayFilters: filters, isInsert, now };
    for (const { operator, path, argument } of steps) operator(changed, path, argument, context);
    return keepingId(document, changed);
  };
  return {
    isReplacement: false,
    apply: (document) => run(document, false),
    insert: () => run(upsertBase(filter), true),
  };
}

function stepsOf(name: string, fields: Value): Step[] {
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (UNSUPPORTED.has(name)) throw unsupported(`The update operator ${name}`);
  if (operator === undefined) {
    throw failedToParse(
      `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
  if (!isDocument(fields)) {
    throw failedToParse(
      `Modifiers operate on fields but we found another type instead. For example: {$mod: {<field>: ...}} not {${name}: ...}`,
    );
  }
  return Object.entries(fields).map(([path, argument]) => {
    if (path === '') throw new StoreError('EmptyFieldName', 'An empty update path is not valid.');
    return { path, parts: path.split('.'), argument, operator };
  });
}

/** In order, a path stands right before those that lie within it. */
function checkConflicts(steps: readonly Step[]): void {
  const claimed = steps.map(({ parts }) => parts);
  for (const { operator, argument } of steps) {
    if (operator === fieldOperators.$rename) claimed.push(String(argument).split('.'));
  }
  claimed.sort(comparePaths);
  for (const [place, parts] of claimed.entries()) {
    const before = place > 0 ? claimed[place - 1] : undefined;
    if (before?.every((part, index) => part === parts[index]) !== true) continue;
    const [shorter, longer] = [before.join('.'), parts.join('.')];
    throw new StoreError(
      'ConflictingUpdateOperators',
      `Updating the path '${longer}' would create a conflict at '${shorter}'`,
    );
  }
}

function comparePaths(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const counterpart = right[index];
    if (counterpart === undefined) return 1;
    const difference =
      isPosition(part) && isPosition(counterpart)
        ? Number(part) - Number(counterpart)
        : compareStrings(part, counterpart);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function keepingId(before: Document, after: Document): Document {
  if (before._id === undefined || equalValues(before._id, after._id)) return after;
  throw new StoreError(
    'ImmutableField',
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  );
}
