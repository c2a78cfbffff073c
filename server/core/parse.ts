import type { ZodType } from 'zod';
import { ERRORS, type ErrorCode, type InputFault } from '../../shared/errors.ts';
import { Refused } from './refused.ts';

/**
 * Reads an input from outside by its schema; REST and sockets alike.
 * @throws Refused `invalid_input` with each fault and its path, or the code that a schema names as its message
 */
export function parseInput<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = flatten(result.error.issues);
  const named = issues.find(
    (issue): issue is typeof issue & { message: ErrorCode } => issue.message in ERRORS,
  );
  if (named !== undefined) throw new Refused(named.message, { errors: [faultOf(named)] });
  throw new Refused('invalid_input', { errors: issues.slice(0, 20).map(faultOf) });
}

interface Issue {
  path: PropertyKey[];
  message: string;
}

/** The faults of a union's branch that came closest stand for the union: its own says only that none fits. */
function flatten(issues: readonly (Issue & { code?: string | undefined; errors?: Issue[][] })[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors === undefined || issue.errors.length === 0)
      return [issue];
    const closest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
    return closest.map((inner) => ({ message: inner.message, path: [...issue.path, ...inner.path] }));
  });
}

function faultOf(issue: Issue): InputFault {
  const message = issue.message in ERRORS ? ERRORS[issue.message as ErrorCode].message : issue.message;
  return { path: issue.path.map(String).join('.'), message };
}
