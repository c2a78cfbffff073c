import { StoreError, unsupported } from '../errors.ts';
import { type Document, getField, isDocument, setField, type Value } from '../values/document.ts';
import { accumulating } from './accumulating.ts';
import { arithmetic } from './arithmetic.ts';
import { arrays } from './arrays.ts';
import { comparison } from './comparison.ts';
import { conversion } from './conversion.ts';
import { dates } from './dates.ts';
import { logic } from './logic.ts';
import { objects } from './objects.ts';
import type { Compile, Operators } from './operator.ts';
import type { Evaluate, Scope, Surroundings } from './scope.ts';
import { strings } from './strings.ts';

const OPERATORS: Operators = {
  ...comparison,
  ...logic,
  ...arithmetic,
  ...accumulating,
  ...arrays,
  ...objects,
  ...strings,
  ...conversion,
  ...dates,
  $literal: (argument) => () => argument,
};
const SYSTEM_VARIABLES = new Set(['ROOT', 'CURRENT', 'NOW', 'REMOVE']);

/**
 * Makes an aggregation expression ready.
 * @throws StoreError for operators and variables that do not exist or are not supported
 */
export function compileExpression(
  expression: Value,
  surroundings: Pick<Surroundings, 'variables'>,
): Evaluate {
  return compileWith(expression, new Set(surroundings.variables.keys()));
}

function compileWith(expression: Value, known: ReadonlySet<string>): Evaluate {
  if (typeof expression === 'string') return compileText(expression, known);
  if (Array.isArray(expression)) {
    const items = expression.map((item) => compileWith(item, known));
    // Within an array a missing value becomes null.
    return (scope) => items.map((item) => item(scope) ?? null);
  }
  if (!isDocument(expression)) return () => expression;
  const [first] = Object.keys(expression);
  return first?.startsWith('$')
    ? compileOperator(expression, first, known)
    : compileObject(expression, known);
}

function compileOperator(expression: Document, name: string, known: ReadonlySet<string>): Evaluate {
  if (Object.keys(expression).length !== 1) {
    throw new StoreError('Location15981', 'an expression specification must contain exactly one field');
  }
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (operator === undefined) throw unsupported(`The expression operator ${name}`);
  const compile: Compile = (inner, introduced = []) => compileWith(inner, new Set([...known, ...introduced]));
  return operator(expression[name], compile, name);
}

function compileObject(expression: Document, known: ReadonlySet<string>): Evaluate {
  const fields = Object.entries(expression).map(([field, value]) => {
    if (field.includes('.')) {
      throw new StoreError('Location16410', `FieldPath field names may not contain '.': ${field}`);
    }
    return [field, compileWith(value, known)] as const;
  });
  return (scope) => {
    const result: Document = {};
    for (const [field, evaluate] of fields) {
      const value = evaluate(scope);
      if (value !== undefined) setField(result, field, value);
    }
    return result;
  };
}

function compileText(text: string, known: ReadonlySet<string>): Evaluate {
  if (!text.startsWith('$')) return () => text;
  if (!text.startsWith('$$')) {
    const parts = pathOf(text.slice(1));
    return (scope) => readPath(scope.root, parts, 0);
  }
  const [name = '', ...parts] = pathOf(text.slice(2));
  if (!SYSTEM_VARIABLES.has(name) && !known.has(name)) {
    throw new StoreError('Location17276', `Use of undefined variable: ${name}`);
  }
  return (scope) => readPath(variable(scope, name), parts, 0);
}

function pathOf(text: string): string[] {
  const parts = text.split('.');
  if (parts.includes('')) throw new StoreError('Location16410', 'FieldPath must not have empty parts');
  return parts;
}

function variable(scope: Scope, name: string): Value {
  // A variable given by the command or the pipeline comes before the system's.
  if (scope.variables.has(name)) return scope.variables.get(name);
  if (name === 'NOW') return scope.now;
  return name === 'REMOVE' ? undefined : scope.root;
}

/** A path in an expression: arrays on the way give the array of what their documents have; places do not count. */
function readPath(value: Value, parts: readonly string[], depth: number): Value {
  const part = parts[depth];
  if (part === undefined) return value;
  if (Array.isArray(value)) {
    return value.flatMap((element) => {
      if (!isDocument(element) && !Array.isArray(element)) return [];
      const found = readPath(element, parts, depth);
      return found === undefined ? [] : [found];
    });
  }
  return isDocument(value) ? readPath(getField(value, part), parts, depth + 1) : undefined;
}
