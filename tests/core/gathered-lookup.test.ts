import { expect, it } from 'vitest';
import { GatheredLookup } from '../../server/core/db/gathered-lookup.ts';

interface Named {
  _id: string;
}

/** A lookup whose queries are answered by the test. */
function lookup() {
  const asked: { ids: string[]; answer(documents: Named[]): void; fail(error: Error): void }[] = [];
  const found = new GatheredLookup<Named>(
    (ids) => new Promise((answer, fail) => asked.push({ ids, answer, fail })),
  );
  return { asked, found };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('reads what is asked for in the same tick together, each once, and says what does not exist', async () => {
  const { asked, found } = lookup();
  const answers = Promise.all(['a', 'b', 'a', 'c'].map((id) => found.find(id)));
  await turn();
  expect(asked.map(({ ids }) => ids)).toEqual([['a', 'b', 'c']]);
  asked[0]?.answer([{ _id: 'c' }, { _id: 'a' }]);
  expect(await answers).toEqual([{ _id: 'a' }, null, { _id: 'a' }, { _id: 'c' }]);
});

it('asks anew for whoever comes while a query is under way, and has two of them at most', async () => {
  const { asked, found } = lookup();
  const first = found.find('a');
  await turn();
  const second = found.find('a');
  await turn();
  const later = Promise.all([found.find('a'), found.find('b')]);
  await turn();
  expect(asked).toHaveLength(2);
  asked[0]?.answer([]);
  expect(await first).toBeNull();
  await turn();
  // It may have been made meanwhile: what was asked later is read later.
  expect(asked.map(({ ids }) => ids)).toEqual([['a'], ['a'], ['a', 'b']]);
  asked[1]?.answer([{ _id: 'a' }]);
  asked[2]?.answer([{ _id: 'a' }]);
  expect(await second).toEqual({ _id: 'a' });
  expect(await later).toEqual([{ _id: 'a' }, null]);
});

it('fails for all of a group, and goes on with the next', async () => {
  const { asked, found } = lookup();
  const failing = found.find('a');
  await turn();
  asked[0]?.fail(new Error('the store is away'));
  await expect(failing).rejects.toThrow('the store is away');
  const next = found.find('a');
  await turn();
  asked[1]?.answer([{ _id: 'a' }]);
  expect(await next).toEqual({ _id: 'a' });
});
