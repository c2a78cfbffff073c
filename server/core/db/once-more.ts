import { isDuplicateKey } from './duplicate-key.ts';

/** Two upserts of one key at once may collide in MongoDB: the second try finds what the other has made. */
export async function onceMore<Result>(upsert: () => Promise<Result>): Promise<Result> {
  try {
    return await upsert();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return upsert();
  }
}
