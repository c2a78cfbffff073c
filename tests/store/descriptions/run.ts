import mongoose from 'mongoose';
import {
  type Description,
  type DescriptionFile,
  type Entity,
  isMeantForUs,
  type Operation,
  type Outcome,
} from './format.ts';
import { matches } from './match.ts';

const { BSON, MongoClient } = mongoose.mongo;
type Client = InstanceType<typeof MongoClient>;
type Target = Record<string, (...parameters: unknown[]) => unknown>;

/** What the runner cannot do: not the store's fault. */
class NotForUs extends Error {}

/** Files about which the driver, not the server, decides. */
const DRIVERS_OWN = new Map([['create-null-ids', 'the driver sends an _id of its own in place of null']]);

const REFUSAL = /not supported by the embedded store/;

/** Runs the descriptions of a file one after the other against the server at `url`. */
export async function runFile(
  file: DescriptionFile,
  url: string,
  report: (name: string, outcome: Outcome) => void,
): Promise<void> {
  const admin = await MongoClient.connect(url);
  try {
    for (const description of file.tests) {
      report(`${file.description}: ${description.description}`, await run(file, description, admin, url));
    }
  } finally {
    await admin.close();
  }
}

async function run(
  file: DescriptionFile,
  description: Description,
  admin: Client,
  url: string,
): Promise<Outcome> {
  if (!isMeantForUs(file.runOnRequirements) || !isMeantForUs(description.runOnRequirements)) {
    return { state: 'not for us', reason: 'version or topology' };
  }
  const known = DRIVERS_OWN.get(file.description);
  if (known !== undefined) return { state: 'not for us', reason: known };
  if (description.skipReason !== undefined) return { state: 'not for us', reason: description.skipReason };
  const clients: Client[] = [];
  try {
    await prepare(file, admin);
    const entities = createEntities(file.createEntities ?? [], url, clients);
    for (const operation of description.operations) await perform(operation, entities);
    await checkOutcome(description, admin);
    return { state: 'passed' };
  } catch (error) {
    const reason = messageOf(error);
    if (error instanceof NotForUs) return { state: 'not for us', reason };
    return { state: REFUSAL.test(reason) ? 'refused' : 'failed', reason };
  } finally {
    for (const client of clients) await client.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Extended JSON as values. */
function parsed<T>(value: T): T {
  return BSON.EJSON.deserialize(value as object, { relaxed: true }) as T;
}

async function prepare(file: DescriptionFile, admin: Client): Promise<void> {
  for (const { databaseName, collectionName, documents } of file.initialData ?? []) {
    const collection = admin.db(databaseName).collection(collectionName);
    await collection.drop();
    if (documents.length > 0) await collection.insertMany(parsed(documents));
    else await admin.db(databaseName).createCollection(collectionName);
  }
}

function createEntities(
  specs: Record<string, Entity>[],
  url: string,
  clients: Client[],
): Map<string, unknown> {
  const entities = new Map<string, unknown>();
  for (const spec of specs) {
    for (const [kind, entity] of Object.entries(spec)) {
      entities.set(entity.id, createEntity(kind, entity, entities, url, clients));
    }
  }
  return entities;
}

function createEntity(
  kind: string,
  entity: Entity,
  entities: Map<string, unknown>,
  url: string,
  clients: Client[],
): unknown {
  const of = (id: string | undefined) => entities.get(id ?? '') as Target;
  switch (kind) {
    case 'client': {
      const client = new MongoClient(url, entity.uriOptions ?? {});
      clients.push(client);
      return client;
    }
    case 'database':
      return of(entity.client).db?.(entity.databaseName, driverOptions(entity.databaseOptions));
    case 'collection':
      return of(entity.database).collection?.(entity.collectionName, driverOptions(entity.collectionOptions));
    case 'session':
      return of(entity.client).startSession?.(entity.sessionOptions ?? {});
    default:
      throw new NotForUs(`the entity ${kind}`);
  }
}

function driverOptions(options: Record<string, unknown> = {}): Record<string, unknown> {
  return parsed(options);
}

async function perform(operation: Operation, entities: Map<string, unknown>): Promise<void> {
  const { name, expectError, expectResult } = operation;
  let result: unknown;
  try {
    result = await call(operation, entities);
  } catch (error) {
    if (error instanceof NotForUs || operation.ignoreResultAndError === true) throw error;
    if (expectError === undefined) throw new Error(`${name}: ${refusalOr(error)}`);
    checkError(operation, error);
    return;
  }
  if (expectError !== undefined)
    throw new Error(`${name}: an error was expected, it gave ${JSON.stringify(result)}`);
  if (expectResult === undefined || operation.ignoreResultAndError === true) return;
  const shown = resultOf(result);
  if (!matches(parsed({ value: expectResult }).value, shown)) {
    throw new Error(`${name} gave ${JSON.stringify(shown)}, expected ${JSON.stringify(expectResult)}`);
  }
}

/** What was refused may stand in the errors of single writes. */
function refusalOr(error: unknown): string {
  const writes = (error as { writeErrors?: { errmsg?: string }[] }).writeErrors;
  return [messageOf(error), ...(Array.isArray(writes) ? writes.map(({ errmsg }) => errmsg ?? '') : [])].join(
    ' ',
  );
}

function checkError({ name, expectError = {} }: Operation, error: unknown): void {
  const { code, codeName, result } = error as { code?: number; codeName?: string; result?: unknown };
  const { errorCode, errorCodeName, errorContains, isClientError, expectResult } = parsed(expectError);
  const wrong = (what: string) => new Error(`${name}: ${what}, it was ${String(code)} ${refusalOr(error)}`);
  if (errorCode !== undefined && code !== errorCode) throw wrong(`the error's code should be ${errorCode}`);
  if (errorCodeName !== undefined && codeName !== errorCodeName) throw wrong(`it should be ${errorCodeName}`);
  if (isClientError === false && code === undefined) throw wrong("it should be the server's error");
  if (isClientError === true && code !== undefined) throw wrong("it should be the driver's error");
  if (errorContains !== undefined && !messageOf(error).toLowerCase().includes(errorContains.toLowerCase())) {
    throw wrong(`it should say ${errorContains}`);
  }
  if (expectResult !== undefined && !matches(expectResult, resultOf(result))) {
    throw wrong(
      `its result should be ${JSON.stringify(expectResult)}, is ${JSON.stringify(resultOf(result))}`,
    );
  }
}

/** The driver's result with what it only gives through getters. */
function resultOf(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result;
  if ('acknowledged' in result && result.acknowledged === false) return undefined;
  if (result.constructor.name !== 'BulkWriteResult') return result;
  const {
    insertedCount,
    insertedIds,
    matchedCount,
    modifiedCount,
    deletedCount,
    upsertedCount,
    upsertedIds,
  } = result as Record<string, unknown>;
  return {
    insertedCount,
    insertedIds,
    matchedCount,
    modifiedCount,
    deletedCount,
    upsertedCount,
    upsertedIds,
  };
}

/** The arguments that stand before the options, by operation. */
const PARAMETERS: Record<string, readonly string[]> = {
  find: ['filter'],
  findOne: ['filter'],
  insertOne: ['document'],
  insertMany: ['documents'],
  updateOne: ['filter', 'update'],
  updateMany: ['filter', 'update'],
  replaceOne: ['filter', 'replacement'],
  deleteOne: ['filter'],
  deleteMany: ['filter'],
  findOneAndUpdate: ['filter', 'update'],
  findOneAndReplace: ['filter', 'replacement'],
  findOneAndDelete: ['filter'],
  aggregate: ['pipeline'],
  distinct: ['fieldName', 'filter'],
  countDocuments: ['filter'],
  estimatedDocumentCount: [],
  count: ['filter'],
  bulkWrite: ['requests'],
  listCollections: ['filter'],
  createCollection: ['collection'],
  dropCollection: ['collection'],
  createIndex: ['keys'],
  dropIndex: ['name'],
  listIndexes: [],
  runCommand: ['command'],
  modifyCollection: [],
  endSession: [],
};
const LISTS = new Set(['find', 'aggregate', 'listCollections', 'listIndexes']);
const METHODS: Record<string, string> = { runCommand: 'command' };

async function call({ name, object, arguments: given = {} }: Operation, entities: Map<string, unknown>) {
  const parameters = PARAMETERS[name];
  if (object === 'testRunner' || parameters === undefined) throw new NotForUs(`the operation ${name}`);
  const target = entities.get(object) as Target | undefined;
  const options = parsed(given);
  const first = parameters.map((parameter) => options[parameter]);
  for (const parameter of parameters) delete options[parameter];
  delete options.commandName;
  if (typeof options.returnDocument === 'string')
    options.returnDocument = options.returnDocument.toLowerCase();
  if (typeof options.session === 'string') options.session = entities.get(options.session);
  if (name === 'modifyCollection') {
    const { collection, ...changes } = options;
    return await target?.command?.({ collMod: collection, ...changes });
  }
  const method = target?.[METHODS[name] ?? name];
  if (method === undefined) throw new NotForUs(`${name} of ${object}`);
  const result = method.call(target, ...first, options);
  if (!LISTS.has(name)) return await result;
  return await (result as { toArray(): Promise<unknown[]> }).toArray();
}

async function checkOutcome({ outcome = [] }: Description, admin: Client): Promise<void> {
  for (const { databaseName, collectionName, documents } of outcome) {
    const found = await admin.db(databaseName).collection(collectionName).find().sort({ _id: 1 }).toArray();
    const [got, wanted] = [BSON.EJSON.stringify(found), BSON.EJSON.stringify(parsed(documents))];
    if (got !== wanted) throw new Error(`the collection holds ${got}, expected ${wanted}`);
  }
}
