import type { Connection } from 'mongoose';
import type { Log } from '../log.ts';

/**
 * Builds every index that the models declare and checks that the unique ones are there: without them nothing
 * keeps a message from being stored twice, so the start stops instead.
 * @throws Error naming the indexes that could not be made
 */
export async function ensureIndexes(db: Connection, log: Log): Promise<void> {
  const missing: string[] = [];
  for (const model of Object.values(db.models)) {
    await model.createCollection();
    for (const [fields, options] of model.schema.indexes()) {
      try {
        await model.collection.createIndex(
          fields as Record<string, 1 | -1>,
          { ...options, background: undefined } as object,
        );
      } catch (error) {
        log.error(
          { err: error, collection: model.collection.collectionName, fields },
          'An index could not be made.',
        );
        missing.push(`${model.collection.collectionName} ${JSON.stringify(fields)}`);
      }
    }
  }
  if (missing.length > 0) throw new Error(`These indexes could not be made: ${missing.join('; ')}`);
}
