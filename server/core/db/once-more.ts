const DUPLICATE_KEY = 11_000;

/** Two upserts of one key at once may collide in MongoDB: the second try finds what the other has made. */
export async function onceMore<Result>(upsert: () => Promise<Result>): Promise<Result> {
  try {
    return await upsert();
  } catch (error) {
    if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
    return upsert();
  }
}
