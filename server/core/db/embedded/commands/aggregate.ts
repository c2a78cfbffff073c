import { type PipelineContext, runPipeline } from '../aggregate/pipeline.ts';
import { StoreError, typeMismatch, unsupported } from '../errors.ts';
import { encodeDocument } from '../values/codec.ts';
import {
  type Command,
  type Context,
  documentOption,
  hintOf,
  namespaceOf,
  numberOption,
  type Request,
} from './request.ts';

const FIRST_BATCH = 101;

export const aggregate: Command = {
  options: ['pipeline', 'cursor', 'hint', 'allowDiskUse', 'bypassDocumentValidation'],
  run(request, context) {
    const { body, name } = request;
    if (!Array.isArray(body.pipeline)) throw typeMismatch("'pipeline' option must be specified as an array");
    if (typeof body[name] !== 'string') throw unsupported('An aggregation without a collection');
    if (body.cursor === undefined) {
      throw new StoreError(
        'FailedToParse',
        "The 'cursor' option is required, except for aggregate with the explain argument",
      );
    }
    const size = numberOption(documentOption(body, 'cursor'), 'batchSize', FIRST_BATCH);
    const source = { from: body[name], filter: {}, hint: hintOf(body.hint) };
    const documents = runPipeline(source, body.pipeline, pipelineContext(request, context));
    const results = (function* () {
      for (const document of documents) yield encodeDocument(document);
    })();
    const batch = context.cursors.open(namespaceOf(request), results, size);
    return { kind: 'batch', field: 'firstBatch', batch };
  },
};

function pipelineContext(
  { database, surroundings }: Request,
  { store, log, catalog }: Context,
): PipelineContext {
  const collection = (name: string) => catalog.get(`${database}.${name}`);
  return {
    store,
    log,
    surroundings,
    collection,
    hasIndex(name, field) {
      if (field === '_id') return true;
      const indexes = collection(name)?.indexes ?? [];
      return indexes.some(
        ({ fields, holds, sparse }) => fields[0] === field && holds === undefined && !sparse,
      );
    },
  };
}
