/** A list with some of its members replaced by newer ones, and new ones at the end. */
export function mergeById<One extends { id: string }>(list: readonly One[], news: readonly One[]): One[] {
  const fresh = new Map(news.map((one) => [one.id, one]));
  const merged = list.map((one) => fresh.get(one.id) ?? one);
  const known = new Set(list.map((one) => one.id));
  return [...merged, ...news.filter((one) => !known.has(one.id))];
}
