import { type Document, isDocument, type Value } from '../values/document.ts';
import { fieldNames } from '../values/partial.ts';

/**
 * The top-level fields of the stored documents that a pipeline can see, ready for `decodeFields`: known where a
 * `$group`, a `$count` or an including `$project` cuts the documents down, undefined where whole ones are needed.
 */
export function fieldsNeeded(stages: readonly Value[]): Buffer[] | undefined {
  const seen = new Set<string>();
  for (const stage of stages) {
    if (!isDocument(stage)) return undefined;
    const [name = ''] = Object.keys(stage);
    const step = look(name, stage[name], seen);
    if (step === 'all') return undefined;
    if (step === 'done') return seen.size === 0 ? undefined : fieldNames(seen);
  }
  return undefined;
}

/** Whether later stages may see more fields, no more, or fields nobody named. */
type Step = 'more' | 'done' | 'all';

function look(name: string, spec: Value, seen: Set<string>): Step {
  switch (name) {
    case '$limit':
    case '$skip':
      return 'more';
    case '$sort':
      if (isDocument(spec)) for (const path of Object.keys(spec)) add(path, seen);
      return 'more';
    case '$match':
      return isDocument(spec) && lookIntoFilter(spec, seen) ? 'more' : 'all';
    case '$unwind': {
      const path = isDocument(spec) ? spec.path : spec;
      if (typeof path === 'string') add(path.slice(1), seen);
      return 'more';
    }
    case '$set':
    case '$addFields':
      // The names it sets may lie within stored fields.
      if (isDocument(spec)) for (const path of Object.keys(spec)) add(path, seen);
      return lookIntoExpression(spec, seen) ? 'more' : 'all';
    case '$group':
    case '$sortByCount':
      return lookIntoExpression(spec, seen) ? 'done' : 'all';
    case '$project':
      return lookIntoProjection(spec, seen) ? 'done' : 'all';
    default:
      return 'all';
  }
}

function add(path: string, seen: Set<string>): void {
  seen.add(path.split('.')[0] ?? path);
}

function lookIntoFilter(filter: Document, seen: Set<string>): boolean {
  return Object.entries(filter).every(([path, condition]) => {
    if (path === '$expr') return lookIntoExpression(condition, seen);
    if (!path.startsWith('$')) {
      add(path, seen);
      return true;
    }
    return (
      Array.isArray(condition) &&
      condition.every((branch) => isDocument(branch) && lookIntoFilter(branch, seen))
    );
  });
}

/** Notes the fields an expression reads. @returns false where it may read all of them */
function lookIntoExpression(expression: Value, seen: Set<string>): boolean {
  if (typeof expression === 'string') {
    if (expression.startsWith('$$ROOT') || expression.startsWith('$$CURRENT')) return false;
    if (/^\$[^$]/.test(expression)) add(expression.slice(1), seen);
    return true;
  }
  if (Array.isArray(expression)) return expression.every((item) => lookIntoExpression(item, seen));
  if (!isDocument(expression)) return true;
  // `$getField` names a field without a dollar.
  return Object.entries(expression).every(
    ([name, inner]) => name !== '$getField' && lookIntoExpression(inner, seen),
  );
}

function lookIntoProjection(spec: Value, seen: Set<string>): boolean {
  if (!isDocument(spec)) return false;
  const entries = Object.entries(spec);
  const excludes = entries.some(([field, value]) => field !== '_id' && (value === 0 || value === false));
  const includes = entries.some(([field, value]) => field !== '_id' || (value !== 0 && value !== false));
  if (excludes || !includes) return false;
  seen.add('_id');
  for (const [path] of entries) add(path, seen);
  return lookIntoExpression(spec, seen);
}
