import type { Value } from '../values/document.ts';

/** What stays the same for all documents of one command. */
export interface Surroundings {
  /** `$$NOW`: the store's clock at the start of the command, so that all nodes count leases by one clock. */
  now: Date;
  variables: ReadonlyMap<string, Value>;
}

/** What an expression is evaluated over. */
export interface Scope extends Surroundings {
  /** `$$ROOT`, usually the document. */
  root: Value;
}

/** An expression made ready; `undefined` is a missing value. */
export type Evaluate = (scope: Scope) => Value;

/** A scope with further variables, as within `$map` and `$let`. */
export function withVariables(scope: Scope, added: Iterable<[string, Value]>): Scope {
  return { ...scope, variables: new Map([...scope.variables, ...added]) };
}
