import { StoreError } from '../errors.ts';
import { isDocument, type Value } from '../values/document.ts';
import { type Compile, fieldsOf, type Operators, withArguments } from './operator.ts';
import { type Evaluate, withVariables } from './scope.ts';
import { isNothing, isTrue } from './truth.ts';

export const logic: Operators = {
  $and: (argument, compile) => {
    const tests = listOf(argument).map((item) => compile(item));
    return (scope) => tests.every((test) => isTrue(test(scope)));
  },
  $or: (argument, compile) => {
    const tests = listOf(argument).map((item) => compile(item));
    return (scope) => tests.some((test) => isTrue(test(scope)));
  },
  $not: withArguments(1, 1, ([value]) => !isTrue(value)),
  $cond: compileCondition,
  $ifNull: (argument, compile) => {
    const choices = listOf(argument).map((item) => compile(item));
    if (choices.length < 2) throw new StoreError('Location16020', '$ifNull needs at least two arguments');
    return (scope) => {
      for (const choice of choices.slice(0, -1)) {
        const value = choice(scope);
        if (!isNothing(value)) return value;
      }
      return choices.at(-1)?.(scope);
    };
  },
  $switch: compileSwitch,
  $let: (argument, compile, name) => {
    const { vars, in: body } = fieldsOf(argument, name, ['vars', 'in'], []);
    if (!isDocument(vars))
      throw new StoreError('FailedToParse', 'invalid parameter: expected an object (vars)');
    const variables = Object.entries(vars).map(([field, value]) => [field, compile(value)] as const);
    const evaluate = compile(body, Object.keys(vars));
    return (scope) =>
      evaluate(
        withVariables(
          scope,
          variables.map(([field, value]) => [field, value(scope)]),
        ),
      );
  },
};

function listOf(argument: Value): Value[] {
  return Array.isArray(argument) ? argument : [argument];
}

function compileCondition(argument: Value, compile: Compile, name: string): Evaluate {
  const parts = Array.isArray(argument) ? argument : namedParts(argument, name);
  if (parts.length !== 3) {
    throw new StoreError('Location16020', 'Expression $cond takes exactly 3 arguments.');
  }
  const [test, yes, no] = parts.map((part) => compile(part));
  return (scope) => (isTrue(test?.(scope)) ? yes?.(scope) : no?.(scope));
}

function namedParts(argument: Value, name: string): Value[] {
  const fields = fieldsOf(argument, name, ['if', 'then', 'else'], []);
  return [fields.if, fields.then, fields.else];
}

function compileSwitch(argument: Value, compile: Compile, name: string): Evaluate {
  const { branches, default: otherwise } = fieldsOf(argument, name, ['branches'], ['default']);
  const cases = listOf(branches).map((branch) => {
    const fields = fieldsOf(branch, name, ['case', 'then'], []);
    return { test: compile(fields.case), value: compile(fields.then) };
  });
  const fallback = otherwise === undefined ? undefined : compile(otherwise);
  return (scope) => {
    const found = cases.find(({ test }) => isTrue(test(scope)));
    if (found !== undefined) return found.value(scope);
    if (fallback !== undefined) return fallback(scope);
    throw new StoreError(
      'BadValue',
      '$switch could not find a matching branch for an input, and no default was specified.',
    );
  };
}
