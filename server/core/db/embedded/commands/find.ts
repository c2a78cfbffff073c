import { unsupported } from '../errors.ts';
import { findDocuments } from '../query/find.ts';
import { compileFilter } from '../query/match.ts';
import { compileProjection } from '../query/projection.ts';
import { decodeDocument, encodeDocument } from '../values/codec.ts';
import {
  type Command,
  type Context,
  collectionOf,
  documentOption,
  namespaceOf,
  numberOption,
  queryOf,
  type Request,
} from './request.ts';

const FIRST_BATCH = 101;
/** Options that are fine as long as they ask for nothing. */
const IDLE = ['tailable', 'awaitData', 'oplogReplay', 'returnKey', 'showRecordId', 'min', 'max'];

export const find: Command = {
  options: [
    'filter',
    'sort',
    'projection',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'noCursorTimeout',
    'allowDiskUse',
    'allowPartialResults',
    ...IDLE,
  ],
  run(request, context) {
    const { body } = request;
    const asked = IDLE.find((option) => body[option] !== undefined && body[option] !== false);
    if (asked !== undefined) throw unsupported(`The option ${asked} of find`);
    const isSingle = body.singleBatch === true || numberOption(body, 'limit', 0) < 0;
    const size = numberOption(body, 'batchSize', FIRST_BATCH);
    const batch = context.cursors.open(namespaceOf(request), resultsOf(request, context), size, isSingle);
    return { kind: 'batch', field: 'firstBatch', batch };
  },
};

/** The documents as they are sent. Everything is checked before the first is read. */
function resultsOf(request: Request, context: Context): Iterator<Buffer> {
  const { body, surroundings } = request;
  const query = queryOf(body, 'filter', surroundings);
  const { filter } = query;
  const change = compileProjection(documentOption(body, 'projection'), {
    dialect: 'find',
    filter,
    surroundings,
  });
  const collection = collectionOf(request, context);
  if (collection === undefined) {
    compileFilter(filter, surroundings);
    return [].values();
  }
  const hits = findDocuments(context, collection, query);
  return (function* () {
    for (const { raw } of hits)
      yield change === undefined ? raw : encodeDocument(change(decodeDocument(raw)));
  })();
}
