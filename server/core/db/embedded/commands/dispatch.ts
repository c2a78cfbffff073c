import { StoreError, unsupported } from '../errors.ts';
import { compileExpression } from '../expression/compile.ts';
import { type Document, isDocument, type Value } from '../values/document.ts';
import { isNumber, numberOf } from '../values/rank.ts';
import { aggregate } from './aggregate.ts';
import { collections } from './collections.ts';
import { count } from './count.ts';
import { cursorCommands } from './cursor-commands.ts';
import { deleteCommand } from './delete.ts';
import { distinct } from './distinct.ts';
import { explain } from './explain.ts';
import { find } from './find.ts';
import { findAndModify } from './find-and-modify.ts';
import { handshake } from './handshake.ts';
import { indexCommands } from './indexes.ts';
import { insert } from './insert.ts';
import { type Command, type Context, checkCollation, type Reply } from './request.ts';
import { update } from './update.ts';

const COMMANDS: Record<string, Command> = {
  ...handshake,
  ...collections,
  ...indexCommands,
  ...cursorCommands,
  insert,
  update,
  delete: deleteCommand,
  find,
  findAndModify,
  findandmodify: findAndModify,
  aggregate,
  count,
  distinct,
  explain,
};

/** What every command may be given. Sessions and stable API versions change nothing here. */
const COMMON = new Set([
  '$db',
  '$clusterTime',
  '$readPreference',
  'lsid',
  'comment',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
  'collation',
  'let',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

/**
 * Runs one command.
 * @param sequences lists that came beside the body
 * @throws StoreError for what is refused
 */
export async function runCommand(
  body: Document,
  sequences: ReadonlyMap<string, Buffer[]>,
  context: Context,
): Promise<Reply> {
  const [name = ''] = Object.keys(body);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new StoreError(
      'CommandNotFound',
      `no such command: '${name}' (not supported by the embedded store)`,
    );
  }
  checkCommon(body);
  for (const option of Object.keys(body)) {
    if (option === name || COMMON.has(option) || command.options.includes(option)) continue;
    throw new StoreError(
      'Location40415',
      `BSON field '${name}.${option}' is an unknown field (not supported by the embedded store).`,
    );
  }
  const database = body.$db;
  if (typeof database !== 'string')
    throw new StoreError('Location40414', 'OP_MSG requests require a $db argument');
  const surroundings = { now: new Date(context.clock.now()), variables: variablesOf(body.let) };
  return command.run({ name, database, body, sequences, surroundings }, context);
}

function checkCommon({
  txnNumber,
  startTransaction,
  autocommit,
  collation,
  readConcern,
  writeConcern,
}: Document): void {
  if (txnNumber !== undefined || startTransaction !== undefined || autocommit !== undefined) {
    throw new StoreError(
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos',
    );
  }
  checkCollation(collation);
  const level = isDocument(readConcern) ? readConcern.level : undefined;
  if (level === 'snapshot') {
    throw new StoreError(
      'SnapshotUnavailable',
      'readConcern snapshot is not supported by the embedded store',
    );
  }
  const nodes = isDocument(writeConcern) ? writeConcern.w : undefined;
  if (isNumber(nodes) && numberOf(nodes) > 1) {
    throw new StoreError('BadValue', "cannot use 'w' > 1 when a host is not replicated");
  }
}

/** The values of `let`, which are expressions without a document. */
function variablesOf(given: Value): ReadonlyMap<string, Value> {
  if (given === undefined) return new Map();
  if (!isDocument(given)) throw unsupported('let as anything but a document');
  const empty = { now: new Date(0), variables: new Map<string, Value>() };
  return new Map(
    Object.entries(given).map(([name, value]) => [
      name,
      compileExpression(value, empty)({ ...empty, root: {} }),
    ]),
  );
}
