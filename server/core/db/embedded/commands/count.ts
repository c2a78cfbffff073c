import { countDocuments } from '../query/find.ts';
import { compileFilter } from '../query/match.ts';
import { answer, type Command, collectionOf, queryOf } from './request.ts';

export const count: Command = {
  options: ['query', 'limit', 'skip', 'hint', 'fields'],
  run(request, context) {
    const collection = collectionOf(request, context);
    const query = queryOf(request.body, 'query', request.surroundings);
    compileFilter(query.filter, query.surroundings);
    return answer({ n: collection === undefined ? 0 : countDocuments(context, collection, query) });
  },
};
