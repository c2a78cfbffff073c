import { badValue, unsupported } from '../errors.ts';
import { compileExpression } from '../expression/compile.ts';
import type { Surroundings } from '../expression/scope.ts';
import { isTrue } from '../expression/truth.ts';
import { type Document, isDocument, isOperatorDocument, type Value } from '../values/document.ts';
import { someAt } from '../values/path.ts';
import { compileOperators, matchesEqual } from './operators.ts';

export type Matcher = (document: Document) => boolean;

const UNSUPPORTED = new Set(['$where', '$text', '$jsonSchema', '$alwaysTrue', '$alwaysFalse', '$sampleRate']);

/**
 * Turns a filter into a test of documents, by MongoDB's rules: arrays match where one element does, `null` also
 * matches what is missing, and values compare only with values of their type.
 * @param surroundings what `$expr` may read; none where an expression is not allowed
 * @throws StoreError for what is not understood
 */
export function compileFilter(filter: Document, surroundings?: Surroundings): Matcher {
  const tests = Object.entries(filter).flatMap(([field, condition]) =>
    field.startsWith('$') ? compileLogic(field, condition, surroundings) : compileField(field, condition),
  );
  const [only] = tests;
  if (only === undefined) return () => true;
  return tests.length === 1 ? only : (document) => tests.every((test) => test(document));
}

function compileLogic(operator: string, condition: Value, surroundings: Surroundings | undefined): Matcher[] {
  switch (operator) {
    case '$comment':
      return [];
    case '$and': {
      const tests = compileBranches(operator, condition, surroundings);
      return [(document) => tests.every((test) => test(document))];
    }
    case '$or': {
      const tests = compileBranches(operator, condition, surroundings);
      return [(document) => tests.some((test) => test(document))];
    }
    case '$nor': {
      const tests = compileBranches(operator, condition, surroundings);
      return [(document) => !tests.some((test) => test(document))];
    }
    case '$expr': {
      if (surroundings === undefined) throw badValue('$expr is not allowed in this context');
      const evaluate = compileExpression(condition, surroundings);
      return [(document) => isTrue(evaluate({ ...surroundings, root: document }))];
    }
    default:
      throw UNSUPPORTED.has(operator)
        ? unsupported(operator)
        : badValue(`unknown top level operator: ${operator}`);
  }
}

function compileBranches(operator: string, branches: Value, surroundings?: Surroundings): Matcher[] {
  if (!Array.isArray(branches)) throw badValue(`${operator} must be an array`);
  if (branches.length === 0) throw badValue(`${operator} argument must be a nonempty array`);
  return branches.map((branch) => {
    if (!isDocument(branch)) throw badValue('$or/$and/$nor entries need to be full objects');
    return compileFilter(branch, surroundings);
  });
}

function compileField(path: string, condition: Value): Matcher[] {
  const parts = path.split('.');
  if (!isOperatorDocument(condition)) {
    const test = matchesEqual(condition, 'pattern');
    return [(document) => someAt(document, parts, test)];
  }
  return compileOperators(condition, compileElement).map(({ test, negated }) =>
    negated
      ? (document: Document) => !someAt(document, parts, test)
      : (document: Document) => someAt(document, parts, test),
  );
}

/** The condition of `$elemMatch` on one element: operators on the element itself, or a filter on its fields. */
function compileElement(condition: Document): (element: Value) => boolean {
  const first = Object.keys(condition)[0];
  if (first?.startsWith('$') && !['$and', '$or', '$nor'].includes(first)) {
    const tests = compileOperators(condition, compileElement);
    return (element) => tests.every(({ test, negated }) => test(element) !== negated);
  }
  const matches = compileFilter(condition);
  return (element) => {
    if (isDocument(element)) return matches(element);
    return Array.isArray(element) && matches(Object.fromEntries(element.entries()));
  };
}

/** The top-level fields a filter reads; undefined where it may read any. */
export function topFields(filter: Document): Set<string> | undefined {
  const names = new Set<string>();
  for (const [field, condition] of Object.entries(filter)) {
    if (field === '$comment') continue;
    if (!field.startsWith('$')) {
      names.add(field.split('.')[0] ?? field);
    } else if (field !== '$expr' && Array.isArray(condition)) {
      for (const branch of condition) {
        const inner = topFields(branch as Document);
        if (inner === undefined) return undefined;
        for (const name of inner) names.add(name);
      }
    } else return undefined;
  }
  return names;
}
