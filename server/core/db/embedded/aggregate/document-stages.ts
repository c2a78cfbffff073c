import { failedToParse, StoreError } from '../errors.ts';
import { compileExpression } from '../expression/compile.ts';
import type { Evaluate, Surroundings } from '../expression/scope.ts';
import { compileProjection, withValueAt } from '../query/projection.ts';
import { type Document, isDocument, isOperatorDocument, type Value } from '../values/document.ts';
import { typeName } from '../values/rank.ts';

/** A stage that makes one document of one. */
export type Change = (document: Document) => Document;

/**
 * The stages that change single documents; also what an update may be made of.
 * @returns undefined for any other stage
 */
export function compileDocumentStage(
  name: string,
  spec: Value,
  surroundings: Surroundings,
): Change | undefined {
  switch (name) {
    case '$set':
    case '$addFields':
      return compileSet(name, spec, surroundings);
    case '$unset':
      return compileUnset(spec, surroundings);
    case '$project':
      return compileProject(spec, surroundings);
    case '$replaceRoot':
      if (!isDocument(spec)) {
        throw new StoreError(
          'Location40229',
          `expected an object as specification for $replaceRoot stage, got ${typeName(spec)}`,
        );
      }
      return compileReplace('newRoot', spec.newRoot, surroundings);
    case '$replaceWith':
      return compileReplace('replaceWith', spec, surroundings);
    default:
      return undefined;
  }
}

/** The stages of an update that is a pipeline, as one change. */
export function compileDocumentStages(stages: readonly Value[], surroundings: Surroundings): Change {
  const changes = stages.map((stage) => {
    const { name, spec } = parseStage(stage);
    const change = compileDocumentStage(name, spec, surroundings);
    if (change === undefined)
      throw new StoreError('InvalidOptions', `${name} is not allowed to be used within an update`);
    return change;
  });
  return (document) => changes.reduce((changed, change) => change(changed), document);
}

/** A stage's name and what it was given. */
export function parseStage(stage: Value): { name: string; spec: Value } {
  const names = isDocument(stage) ? Object.keys(stage) : [];
  const [name] = names;
  if (!isDocument(stage) || name === undefined || names.length !== 1) {
    throw new StoreError(
      'Location40323',
      'A pipeline stage specification object must contain exactly one field.',
    );
  }
  return { name, spec: stage[name] };
}

function compileSet(name: string, spec: Value, surroundings: Surroundings): Change {
  if (!isDocument(spec)) {
    throw new StoreError(
      'Location40272',
      `${name} specification stage must be an object, got ${typeName(spec)}`,
    );
  }
  const fields = fieldsToSet(spec, [], surroundings);
  return (document) => {
    const scope = { ...surroundings, root: document };
    return fields.reduce((changed, { parts, evaluate }) => {
      const value = evaluate(scope);
      return value === undefined ? withoutValueAt(changed, parts) : withValueAt(changed, parts, value);
    }, document);
  };
}

interface FieldToSet {
  parts: string[];
  evaluate: Evaluate;
}

/** `{a: {b: 1}}` sets `a.b` and leaves the rest of `a`. */
function fieldsToSet(spec: Document, above: readonly string[], surroundings: Surroundings): FieldToSet[] {
  return Object.entries(spec).flatMap(([path, value]) => {
    const parts = [...above, ...path.split('.')];
    if (parts.includes('') || parts.some((part) => part.startsWith('$'))) {
      throw new StoreError('Location16410', `FieldPath is not valid: '${path}'`);
    }
    if (isDocument(value) && Object.keys(value).length > 0 && !isOperatorDocument(value)) {
      return fieldsToSet(value, parts, surroundings);
    }
    return [{ parts, evaluate: compileExpression(value, surroundings) }];
  });
}

/** `$$REMOVE` and missing values take a field away. */
function withoutValueAt(document: Document, parts: readonly string[]): Document {
  const removal = compileProjection(
    { [parts.join('.')]: 0 },
    { dialect: 'project', filter: {}, surroundings: { now: new Date(0), variables: new Map() } },
  );
  return removal === undefined ? document : removal(document);
}

function compileUnset(spec: Value, surroundings: Surroundings): Change {
  const paths = Array.isArray(spec) ? spec : [spec];
  const projection = paths.map((path): [string, Value] => {
    if (typeof path !== 'string')
      throw failedToParse('$unset specification must be a string or an array of strings');
    return [path, 0];
  });
  return required(
    compileProjection(Object.fromEntries(projection), { dialect: 'project', filter: {}, surroundings }),
  );
}

function compileProject(spec: Value, surroundings: Surroundings): Change {
  if (!isDocument(spec)) throw new StoreError('Location15969', '$project specification must be an object');
  return required(compileProjection(spec, { dialect: 'project', filter: {}, surroundings }));
}

function required(change: Change | undefined): Change {
  if (change === undefined) {
    throw new StoreError(
      'Location51272',
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  }
  return change;
}

function compileReplace(name: string, spec: Value, surroundings: Surroundings): Change {
  const evaluate = compileExpression(spec, surroundings);
  return (document) => {
    const value = evaluate({ ...surroundings, root: document });
    if (isDocument(value)) return value;
    throw new StoreError(
      'Location40228',
      `'${name}' expression must evaluate to an object, but resulting value was of type ${typeName(value)}`,
    );
  };
}
