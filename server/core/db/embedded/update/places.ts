import { badValue, StoreError } from '../errors.ts';
import { conditionsOn } from '../query/array-projection.ts';
import { compileFilter, type Matcher } from '../query/match.ts';
import { type Document, getField, isDocument, nest, setField, type Value } from '../values/document.ts';
import { isPosition } from '../values/path.ts';
import { showValue } from '../values/show.ts';

/** What an update knows beside the document. */
export interface UpdateContext {
  /** The filter that found the document, for the positional `$`. */
  filter: Document;
  /** Tests by the name in `$[name]`. */
  arrayFilters: ReadonlyMap<string, Matcher>;
  isInsert: boolean;
  now: Date;
}

/** A place in a document: a field of a document or an element of an array. */
export type Place =
  | { in: 'document'; holder: Document; field: string }
  | { in: 'array'; holder: Value[]; index: number };

/** An array may be lengthened by so many elements at once, as in MongoDB. */
const MOST_PADDING = 1_500_000;

export function valueAt(place: Place): Value {
  return place.in === 'document' ? getField(place.holder, place.field) : place.holder[place.index];
}

export function setAt(place: Place, value: Value): void {
  if (place.in === 'document') setField(place.holder, place.field, value);
  else place.holder[place.index] = value;
}

/** Removes a field; an element becomes null, so that the others keep their places. */
export function removeAt(place: Place): void {
  if (place.in === 'document') delete place.holder[place.field];
  else if (place.index < place.holder.length) place.holder[place.index] = null;
}

/**
 * All places a path of an update names: one, or several through `$[]` and `$[name]`.
 * @param create make what is missing on the way; otherwise a path that leads nowhere names no place
 * @throws StoreError PathNotViable where the way is blocked by a value
 */
export function placesOf(document: Document, path: string, context: UpdateContext, create: boolean): Place[] {
  const parts = path.split('.');
  if (parts.includes('')) {
    throw new StoreError(
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  return new Walk(document, path, parts, context, create).from(document, 0);
}

class Walk {
  constructor(
    readonly root: Document,
    readonly path: string,
    readonly parts: string[],
    readonly context: UpdateContext,
    readonly create: boolean,
  ) {}

  from(holder: Document | Value[], depth: number): Place[] {
    const part = this.parts[depth] ?? '';
    if (part.startsWith('$')) return this.#positional(holder, part, depth);
    if (!Array.isArray(holder)) return this.#into({ in: 'document', holder, field: part }, depth);
    if (!isPosition(part)) return this.#blocked(part, holder, depth);
    const index = Number(part);
    if (index >= holder.length) {
      if (!this.create) return [];
      if (index - holder.length > MOST_PADDING) {
        throw badValue(`can't backfill more than ${MOST_PADDING} elements`);
      }
      while (holder.length < index) holder.push(null);
    }
    return this.#into({ in: 'array', holder, index }, depth);
  }

  #into(place: Place, depth: number): Place[] {
    if (depth === this.parts.length - 1) return [place];
    const value = valueAt(place);
    if (isDocument(value) || Array.isArray(value)) return this.from(value, depth + 1);
    if (value !== undefined) return this.#blocked(this.parts[depth + 1] ?? '', value, depth + 1);
    if (!this.create) return [];
    const next = this.parts[depth + 1] ?? '';
    if (next.startsWith('$')) throw this.#noArray(depth);
    const made: Document = {};
    setAt(place, made);
    return this.from(made, depth + 1);
  }

  #blocked(part: string, value: Value, depth: number): Place[] {
    if (!this.create) return [];
    const element = `{${this.parts[depth - 1] ?? ''}: ${showValue(value)}}`;
    throw new StoreError('PathNotViable', `Cannot create field '${part}' in element ${element}`);
  }

  #noArray(depth: number): StoreError {
    const path = this.parts.slice(0, depth + 1).join('.');
    return badValue(`The path '${path}' must exist in the document in order to apply array updates.`);
  }

  #positional(holder: Document | Value[], part: string, depth: number): Place[] {
    if (!Array.isArray(holder)) {
      throw badValue(
        `Cannot apply array updates to non-array element ${this.parts.slice(0, depth).join('.')}`,
      );
    }
    if (part === '$') return this.#into({ in: 'array', holder, index: this.#matched(holder, depth) }, depth);
    const matches = this.#elementFilter(part);
    return holder.flatMap((element, index) =>
      matches(element) ? this.#into({ in: 'array', holder, index }, depth) : [],
    );
  }

  #elementFilter(part: string): (element: Value) => boolean {
    if (part === '$[]') return () => true;
    const name = /^\$\[(.+)\]$/.exec(part)?.[1];
    if (name === undefined)
      throw new StoreError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${part}' in '${this.path}' is not valid for storage.`,
      );
    const matches = this.context.arrayFilters.get(name);
    if (matches === undefined)
      throw badValue(`No array filter found for identifier '${name}' in path '${this.path}'`);
    return (element) => matches({ [name]: element });
  }

  /** The element that the filter matched: the first to which all its conditions on this array hold. */
  #matched(holder: Value[], depth: number): number {
    const array = this.parts.slice(0, depth).join('.');
    const conditions = conditionsOn(array, this.context.filter);
    const matches = conditions.length === 0 ? () => false : compileFilter({ $and: conditions });
    const index = holder.findIndex((element) => matches(nest(array, [element])));
    if (index >= 0) return index;
    throw badValue('The positional operator did not find the match needed from the query.');
  }
}
