import { StoreError } from '../errors.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import type { Evaluate } from './scope.ts';

/** Makes an inner expression ready; `introduced` are variables it may use beside those around it. */
export type Compile = (expression: Value, introduced?: readonly string[]) => Evaluate;

/** Makes `{$name: argument}` ready. */
export type Operator = (argument: Value, compile: Compile, name: string) => Evaluate;

/** Operators by name, with the `$`. */
export type Operators = Record<string, Operator>;

/** An operator that takes a list of expressions (or one that stands alone) and computes from their values. */
export function withArguments(least: number, most: number, apply: (values: Value[]) => Value): Operator {
  return (argument, compile, name) => {
    const list = Array.isArray(argument) ? argument : [argument];
    if (list.length < least || list.length > most) {
      const expected = least === most ? `exactly ${least}` : `at least ${least} and at most ${most}`;
      const message = `Expression ${name} takes ${expected} arguments. ${list.length} were passed in.`;
      throw new StoreError('Location16020', message);
    }
    const evaluates = list.map((item) => compile(item));
    return (scope) => apply(evaluates.map((evaluate) => evaluate(scope)));
  };
}

/** An operator that takes a document of named expressions, as `{date: ..., unit: ...}`. */
export function withFields(
  required: readonly string[],
  optional: readonly string[],
  apply: (values: Document) => Value,
): Operator {
  return (argument, compile, name) => {
    const fields = fieldsOf(argument, name, required, optional);
    const evaluates = Object.entries(fields).map(([field, value]) => [field, compile(value)] as const);
    return (scope) =>
      apply(Object.fromEntries(evaluates.map(([field, evaluate]) => [field, evaluate(scope)])));
  };
}

/** The named arguments of an operator, checked: all required ones and none unknown. */
export function fieldsOf(
  argument: Value,
  name: string,
  required: readonly string[],
  optional: readonly string[],
): Document {
  if (!isDocument(argument))
    throw new StoreError('FailedToParse', `${name} requires an object as an argument`);
  for (const field of Object.keys(argument)) {
    if (required.includes(field) || optional.includes(field)) continue;
    throw new StoreError('FailedToParse', `Unrecognized argument to ${name}: ${field}`);
  }
  for (const field of required) {
    if (!(field in argument))
      throw new StoreError('FailedToParse', `Missing '${field}' parameter to ${name}`);
  }
  return argument;
}
