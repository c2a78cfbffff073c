import { badValue } from '../errors.ts';
import { findDocuments } from '../query/find.ts';
import { compileFilter } from '../query/match.ts';
import { compareValues } from '../values/compare.ts';
import type { Value } from '../values/document.ts';
import { EMPTY_ARRAY, identityOf } from '../values/key.ts';
import { decodeFields, fieldNames } from '../values/partial.ts';
import { valuesAt } from '../values/path.ts';
import { answer, type Command, collectionOf, queryOf } from './request.ts';

export const distinct: Command = {
  options: ['key', 'query', 'hint'],
  run(request, context) {
    const { key } = request.body;
    if (typeof key !== 'string' || key === '')
      throw badValue("BSON field 'distinct.key' must be a non-empty string");
    const query = queryOf(request.body, 'query', request.surroundings);
    compileFilter(query.filter, query.surroundings);
    const collection = collectionOf(request, context);
    if (collection === undefined) return answer({ values: [] });
    const parts = key.split('.');
    const wanted = fieldNames(parts.slice(0, 1));
    const values = new Map<string, Value>();
    for (const { raw } of findDocuments(context, collection, query)) {
      for (const value of valuesAt(decodeFields(raw, wanted), parts)) {
        if (value !== undefined && value !== EMPTY_ARRAY) values.set(identityOf(value), value);
      }
    }
    return answer({ values: [...values.values()].sort(compareValues) });
  },
};
