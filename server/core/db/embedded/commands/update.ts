import { StoreError, unsupported } from '../errors.ts';
import { updateDocuments } from '../storage/change-documents.ts';
import { compileUpdate } from '../update/compile.ts';
import { type Document, isDocument } from '../values/document.ts';
import {
  answer,
  type Command,
  type Context,
  checkCollation,
  listOption,
  namespaceOf,
  queryOf,
  type Request,
} from './request.ts';
import { checkStatement, runStatements } from './write-errors.ts';

const OPTIONS = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation'];

export const update: Command = {
  options: ['updates', 'ordered', 'bypassDocumentValidation'],
  async run(request, context) {
    const statements = listOption(request, 'updates');
    const namespace = namespaceOf(request);
    const result = await context.writes.run(() => {
      let n = 0;
      let nModified = 0;
      const upserted: Document[] = [];
      const errors = runStatements(statements.length, request.body.ordered !== false, (index) => {
        const outcome = runStatement(statements[index] ?? {}, namespace, request, context);
        n += outcome.matched + (outcome.upserted === undefined ? 0 : 1);
        nModified += outcome.modified;
        if (outcome.upserted !== undefined) upserted.push({ index, _id: outcome.upserted.id });
      });
      return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors };
    });
    return answer(result);
  },
};

function runStatement(statement: Document, namespace: string, { surroundings }: Request, context: Context) {
  if (statement.c !== undefined) throw unsupported('Constants of an update (c)');
  checkStatement('update.updates', statement, OPTIONS);
  checkCollation(statement.collation);
  const query = queryOf({ ...statement, limit: statement.multi === true ? 0 : 1 }, 'q', surroundings);
  if (!isDocument(statement.u) && !Array.isArray(statement.u)) {
    throw new StoreError('Location40414', "BSON field 'update.updates.u' is missing but a required field");
  }
  const change = compileUpdate(statement.u, query.filter, statement.arrayFilters, surroundings);
  return updateDocuments(context, namespace, query, change, statement.upsert === true);
}
