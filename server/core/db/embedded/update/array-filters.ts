import { failedToParse } from '../errors.ts';
import { compileFilter, type Matcher } from '../query/match.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';

/**
 * Reads `arrayFilters`: tests of elements, by the name that `$[name]` calls them.
 * @param paths the update's paths, each name of which must be used
 */
export function compileArrayFilters(arrayFilters: Value, paths: readonly string[]): Map<string, Matcher> {
  const filters = new Map<string, Matcher>();
  if (arrayFilters === undefined) return filters;
  if (!Array.isArray(arrayFilters)) throw failedToParse("'arrayFilters' must be an array");
  for (const filter of arrayFilters) {
    if (!isDocument(filter)) throw failedToParse('The elements of arrayFilters must be documents');
    const names = new Set(namesIn(filter));
    const [name, another] = names;
    if (name === undefined)
      throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
    if (another !== undefined) {
      throw failedToParse(
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${name}' and '${another}'`,
      );
    }
    if (filters.has(name))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
    if (!paths.some((path) => path.split('.').includes(`$[${name}]`))) {
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update`);
    }
    filters.set(name, compileFilter(filter));
  }
  return filters;
}

function namesIn(filter: Document): string[] {
  return Object.entries(filter).flatMap(([field, condition]) => {
    if (!field.startsWith('$')) return [field.split('.')[0] ?? field];
    return Array.isArray(condition) ? condition.filter(isDocument).flatMap(namesIn) : [];
  });
}
