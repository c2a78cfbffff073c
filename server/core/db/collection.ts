import { type Connection, type mongo, Schema } from 'mongoose';

/** A schema as the models here use it: names of fields, their kinds, and the indexes. */
export interface DocumentSchema {
  /** Declares an index; `ensureIndexes` makes it at boot. */
  index(fields: Record<string, 1 | -1>, options?: mongo.CreateIndexesOptions): unknown;
}

// Mongoose would infer each document's type from its schema. Every document here has an interface of its own, so
// nobody reads what is inferred, and it costs the compiler more than all the rest of the server.
const UntypedSchema = Schema as unknown as new (fields: object, options: object) => DocumentSchema;

/**
 * Says what the documents of a collection hold.
 * @param fields as mongoose takes them
 */
export function documentSchema(
  fields: Readonly<Record<string, unknown>>,
  collection: string,
): DocumentSchema {
  return new UntypedSchema(fields, { collection, versionKey: false });
}

/**
 * The collection of a model, as the driver gives it: without hydration.
 * @param name of the model, once in a connection
 */
export function collectionOf<T extends mongo.Document>(
  db: Connection,
  name: string,
  schema: DocumentSchema,
): mongo.Collection<T> {
  const define = db.model.bind(db) as unknown as (
    name: string,
    schema: DocumentSchema,
  ) => { collection: unknown };
  return define(name, schema).collection as mongo.Collection<T>;
}
