import { failedToParse } from '../errors.ts';
import { compileProjection } from '../query/projection.ts';
import { deleteDocuments, updateDocuments } from '../storage/change-documents.ts';
import { compileUpdate } from '../update/compile.ts';
import type { Document, Value } from '../values/document.ts';
import {
  answer,
  type Command,
  type Context,
  documentOption,
  namespaceOf,
  queryOf,
  type Request,
} from './request.ts';

export const findAndModify: Command = {
  options: [
    'query',
    'update',
    'remove',
    'new',
    'upsert',
    'fields',
    'sort',
    'hint',
    'arrayFilters',
    'bypassDocumentValidation',
  ],
  async run(request, context) {
    const { body, surroundings } = request;
    const filter = documentOption(body, 'query');
    const change = compileProjection(documentOption(body, 'fields'), {
      dialect: 'find',
      filter,
      surroundings,
    });
    const shown = (document: Document | undefined): Value => {
      if (document === undefined) return null;
      return change === undefined ? document : change(document);
    };
    const isRemove = body.remove === true;
    if (isRemove && body.update !== undefined)
      throw failedToParse('Cannot specify both an update and remove=true');
    if (isRemove && body.new === true)
      throw failedToParse(
        "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
      );
    if (!isRemove && body.update === undefined)
      throw failedToParse('Either an update or remove=true must be specified');
    return answer(await context.writes.run(() => (isRemove ? remove : modify)(request, context, shown)));
  },
};

type Show = (document: Document | undefined) => Value;

function queryOfOne({ body, surroundings }: Request) {
  return queryOf({ ...body, limit: 1 }, 'query', surroundings);
}

function remove(request: Request, context: Context, shown: Show): Document {
  const collection = context.catalog.get(namespaceOf(request));
  if (collection === undefined) return { lastErrorObject: { n: 0 }, value: null };
  const { deleted, last } = deleteDocuments(context, collection, queryOfOne(request));
  return { lastErrorObject: { n: deleted }, value: shown(last) };
}

function modify(request: Request, context: Context, shown: Show): Document {
  const { body, surroundings } = request;
  const query = queryOfOne(request);
  const change = compileUpdate(body.update, query.filter, body.arrayFilters, surroundings);
  const outcome = updateDocuments(context, namespaceOf(request), query, change, body.upsert === true);
  const { matched, upserted, before, after } = outcome;
  return {
    lastErrorObject: {
      n: upserted === undefined ? matched : 1,
      updatedExisting: matched > 0,
      ...(upserted === undefined ? {} : { upserted: upserted.id }),
    },
    value: shown(body.new === true ? after : before),
  };
}
