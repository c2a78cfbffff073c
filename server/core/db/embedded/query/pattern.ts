import { BSONRegExp } from 'bson';
import { badValue, StoreError, unsupported } from '../errors.ts';
import type { Value } from '../values/document.ts';

/**
 * A regular expression of a filter or an expression as JavaScript's.
 * @param pattern a text or a regular expression
 * @param options letters of `i`, `m`, `s`, `u`; replace those of the pattern
 * @throws StoreError where JavaScript does not understand the pattern
 */
export function compilePattern(pattern: Value, options: Value): RegExp {
  if (options !== undefined && options !== null && typeof options !== 'string') {
    throw badValue('$options has to be a string');
  }
  if (pattern instanceof BSONRegExp) return compileText(pattern.pattern, options ?? pattern.options);
  if (typeof pattern === 'string') return compileText(pattern, options ?? '');
  throw badValue('$regex has to be a string');
}

function compileText(pattern: string, options: string): RegExp {
  const flags = [...new Set(options)].filter((flag) => flag !== 'u');
  const other = flags.find((flag) => !'ims'.includes(flag));
  if (other === 'x') throw unsupported('The regex option x');
  if (other !== undefined) throw new StoreError('Location51091', `invalid flag in regex options: ${other}`);
  // With `u` letters outside the basic plane are one letter, but some patterns are understood only without it.
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(pattern, flags.join('') + unicode);
    } catch (error) {
      if (unicode === '')
        throw new StoreError('Location51091', `Regular expression is invalid: ${String(error)}`);
    }
  }
  throw new StoreError('Location51091', 'Regular expression is invalid');
}
