import { StoreError, unsupported } from '../errors.ts';
import { compileExpression } from '../expression/compile.ts';
import type { Evaluate, Surroundings } from '../expression/scope.ts';
import { type Document, getField, isDocument, setField, type Value } from '../values/document.ts';
import { isNumber, numberOf } from '../values/rank.ts';
import { compileElementProjection, compilePositional, compileSlice } from './array-projection.ts';

/** What becomes of a field: taken (or left out) whole, changed, or looked into. */
type Leaf = 'whole' | ((value: Value) => Value);
type Tree = Map<string, Leaf | Tree>;
type Mode = 'including' | 'excluding';

interface Parsed {
  mode: Mode | undefined;
  tree: Tree;
  computed: { parts: string[]; evaluate: Evaluate }[];
  id: boolean | undefined;
}

/** What a projection may refer to. `find` knows more than `$project`: parts of arrays, and the filter's match. */
interface Context {
  dialect: 'find' | 'project';
  filter: Document;
  surroundings: Surroundings;
}

/**
 * Turns a projection into a change of documents, which leaves the given ones as they are.
 * @returns undefined where the projection keeps documents whole
 * @throws StoreError for what is wrong or not supported
 */
export function compileProjection(
  projection: Document | undefined,
  context: Context,
): ((document: Document) => Document) | undefined {
  if (projection === undefined || Object.keys(projection).length === 0) return undefined;
  const parsed: Parsed = { mode: undefined, tree: new Map(), computed: [], id: undefined };
  for (const [path, spec] of Object.entries(projection)) parseField(parsed, path, spec, context);
  const including = parsed.mode === undefined ? parsed.id === true : parsed.mode === 'including';
  const keepsId = parsed.id !== false;
  if (including === keepsId) addLeaf(parsed.tree, '_id', 'whole');
  const { tree, computed } = parsed;
  const { surroundings } = context;
  return (document) => {
    const result = including ? include(document, tree) : exclude(document, tree);
    if (computed.length === 0) return result;
    const scope = { ...surroundings, root: document };
    return computed.reduce((changed, { parts, evaluate }) => {
      const value = evaluate(scope);
      return value === undefined ? changed : withValueAt(changed, parts, value);
    }, result);
  };
}

function setMode(parsed: Parsed, mode: Mode, path: string): void {
  if (parsed.mode === undefined || parsed.mode === mode) parsed.mode = mode;
  else if (mode === 'including') {
    throw new StoreError('Location31253', `Cannot do inclusion on field ${path} in exclusion projection`);
  } else
    throw new StoreError('Location31254', `Cannot do exclusion on field ${path} in inclusion projection`);
}

function parseField(parsed: Parsed, path: string, spec: Value, context: Context): void {
  checkPath(path);
  const flag = typeof spec === 'boolean' ? spec : isNumber(spec) ? numberOf(spec) !== 0 : undefined;
  if (flag !== undefined && path === '_id') parsed.id = flag;
  else if (flag !== undefined && path.endsWith('.$')) parsePositional(parsed, path, context);
  else if (flag !== undefined) {
    setMode(parsed, flag ? 'including' : 'excluding', path);
    addLeaf(parsed.tree, path, 'whole');
  } else if (isDocument(spec)) parseDocument(parsed, path, spec, context);
  else addComputed(parsed, path, spec, context);
}

function checkPath(path: string): void {
  if (path === '' || path.split('.').includes('')) {
    throw new StoreError('Location40156', 'FieldPath must not have empty parts');
  }
  if (
    path
      .split('.')
      .some((part, place, all) => part.startsWith('$') && !(part === '$' && place === all.length - 1))
  ) {
    throw new StoreError('Location16410', `FieldPath field names may not start with '$': ${path}`);
  }
}

function parsePositional(parsed: Parsed, path: string, { dialect, filter }: Context): void {
  if (dialect === 'project')
    throw new StoreError('Location31325', 'Cannot use positional projection in aggregation');
  setMode(parsed, 'including', path);
  const array = path.slice(0, -2);
  addLeaf(parsed.tree, array, compilePositional(array, filter));
}

function parseDocument(parsed: Parsed, path: string, spec: Document, context: Context): void {
  const [operator, ...others] = Object.keys(spec);
  if (operator === undefined)
    throw new StoreError(
      'Location51270',
      'An empty sub-projection is not a valid value. Found empty object at path',
    );
  if (!operator.startsWith('$')) {
    for (const [field, inner] of Object.entries(spec)) parseField(parsed, `${path}.${field}`, inner, context);
    return;
  }
  if (context.dialect === 'find' && others.length === 0) {
    if (operator === '$meta') throw unsupported('$meta');
    if (operator === '$elemMatch') {
      setMode(parsed, 'including', path);
      addLeaf(parsed.tree, path, compileElementProjection(spec.$elemMatch));
      return;
    }
    if (operator === '$slice') {
      const slice = compileSlice(spec.$slice);
      if (slice !== undefined) {
        addLeaf(parsed.tree, path, slice);
        return;
      }
    }
  }
  addComputed(parsed, path, spec, context);
}

function addComputed(parsed: Parsed, path: string, spec: Value, { surroundings }: Context): void {
  setMode(parsed, 'including', path);
  const parts = path.split('.');
  checkCollision(parsed, path);
  parsed.computed.push({ parts, evaluate: compileExpression(spec, surroundings) });
}

function checkCollision({ computed, tree }: Parsed, path: string): void {
  const isTaken = computed.some(({ parts }) => {
    const other = parts.join('.');
    return other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`);
  });
  if (isTaken || (!path.includes('.') && tree.has(path))) throw collision(path);
}

function collision(path: string): StoreError {
  return new StoreError('Location31249', `Path collision at ${path}`);
}

function addLeaf(tree: Tree, path: string, leaf: Leaf): void {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let inner = tree;
  for (const part of parts) {
    const next = inner.get(part) ?? new Map();
    if (!(next instanceof Map)) throw collision(path);
    inner.set(part, next);
    inner = next;
  }
  if (inner.has(last)) throw collision(path);
  inner.set(last, leaf);
}

function include(document: Document, tree: Tree): Document {
  const result: Document = {};
  for (const field of Object.keys(document)) {
    const leaf = tree.get(field);
    if (leaf === undefined) continue;
    const value =
      leaf instanceof Map ? includeValue(document[field], leaf) : applyLeaf(leaf, document[field]);
    if (value !== undefined) setField(result, field, value);
  }
  return result;
}

function applyLeaf(leaf: Leaf, value: Value): Value {
  return leaf === 'whole' ? value : leaf(value);
}

function includeValue(value: Value, tree: Tree): Value {
  if (isDocument(value)) return include(value, tree);
  if (!Array.isArray(value)) return undefined;
  return value.map((element) => includeValue(element, tree)).filter((element) => element !== undefined);
}

function exclude(document: Document, tree: Tree): Document {
  const result: Document = {};
  for (const field of Object.keys(document)) {
    const leaf = tree.get(field);
    if (leaf === 'whole') continue;
    setField(result, field, excludeValue(document[field], leaf));
  }
  return result;
}

function excludeValue(value: Value, leaf: Exclude<Leaf, 'whole'> | Tree | undefined): Value {
  if (leaf === undefined) return value;
  if (!(leaf instanceof Map)) return leaf(value);
  if (Array.isArray(value)) return value.map((element) => excludeValue(element, leaf));
  return isDocument(value) ? exclude(value, leaf) : value;
}

/**
 * A document with a computed value at a path. Arrays on the way take it into each element, and what is no document
 * is replaced by one.
 */
export function withValueAt(document: Document, parts: readonly string[], value: Value): Document {
  const [first = '', ...rest] = parts;
  const result = { ...document };
  setField(
    result,
    first,
    rest.length === 0 ? value : nestedWithValue(getField(document, first), rest, value),
  );
  return result;
}

function nestedWithValue(inner: Value, parts: readonly string[], value: Value): Value {
  if (Array.isArray(inner)) return inner.map((element) => nestedWithValue(element, parts, value));
  return withValueAt(isDocument(inner) ? inner : {}, parts, value);
}
