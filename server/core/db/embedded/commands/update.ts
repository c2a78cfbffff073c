import { StoreError, unsupported } from '../errors.ts';
import { setFields, type UpdateOutcome, updateDocuments } from '../storage/change-documents.ts';
import { compileUpdate } from '../update/compile.ts';
import { type RawSet, readRawSet } from '../update/raw-set.ts';
import { decodeDocument } from '../values/codec.ts';
import { type Document, isDocument } from '../values/document.ts';
import { elementEnd, isNamed, nameEnd } from '../values/partial.ts';
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

/** BSON's type byte of a document within another. */
const EMBEDDED = 0x03;
const FILTER = Buffer.from('q');
const UPDATE = Buffer.from('u');

export const update: Command = {
  options: ['updates', 'ordered', 'bypassDocumentValidation'],
  async run(request, context) {
    const raw = request.sequences.get('updates');
    const statements = raw ?? listOption(request, 'updates');
    const namespace = namespaceOf(request);
    const result = await context.writes.run(() => {
      let n = 0;
      let nModified = 0;
      const upserted: Document[] = [];
      const errors = runStatements(statements.length, request.body.ordered !== false, (index) => {
        const statement = statements[index] ?? {};
        const outcome = Buffer.isBuffer(statement)
          ? runRawStatement(statement, namespace, request, context)
          : runStatement(statement, namespace, request, context);
        n += outcome.matched + (outcome.upserted === undefined ? 0 : 1);
        nModified += outcome.modified;
        if (outcome.upserted !== undefined) upserted.push({ index, _id: outcome.upserted.id });
      });
      return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors };
    });
    return answer(result);
  },
};

/** As `runStatement`; a fold, which sets whole fields of one document, is never decoded. */
function runRawStatement(
  raw: Buffer,
  namespace: string,
  request: Request,
  context: Context,
): StatementOutcome {
  const only = readSetOfOne(raw);
  if (only === undefined) return runStatement(decodeDocument(raw), namespace, request, context);
  const { surroundings } = request;
  const query = { ...queryOf({ q: only.filter }, 'q', surroundings), limit: 1 };
  return { ...setFields(context, namespace, query, only.set), upserted: undefined };
}

/** A statement that is nothing but a filter and a `$set` of whole fields; undefined for any other. */
function readSetOfOne(raw: Buffer): { filter: Document; set: RawSet } | undefined {
  let filter: Buffer | undefined;
  let update: Buffer | undefined;
  for (let position = 4; raw[position] !== 0; ) {
    const end = nameEnd(raw, position);
    const next = elementEnd(raw, position, end);
    const value = raw[position] === EMBEDDED ? raw.subarray(end + 1, next) : undefined;
    if (isNamed(raw, position, end, FILTER)) filter = value;
    else if (isNamed(raw, position, end, UPDATE)) update = value;
    else return undefined;
    position = next;
  }
  const set = update && readRawSet(update);
  return filter && set && { filter: decodeDocument(filter), set };
}

type StatementOutcome = Pick<UpdateOutcome, 'matched' | 'modified' | 'upserted'>;

function runStatement(
  statement: Document,
  namespace: string,
  { surroundings }: Request,
  context: Context,
): StatementOutcome {
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
