import { expect, it } from 'vitest';
import { FewAtOnce } from '../../server/core/few-at-once.ts';

it('runs so many at once, the others in the order in which they came, also after one has failed', async () => {
  const few = new FewAtOnce(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const works = [0, 1, 2, 3].map((number) =>
    few.run(
      () =>
        new Promise<number>((resolve, reject) => {
          begun.push(number);
          ends[number] = () => (number === 0 ? reject(new Error('failed')) : resolve(number));
        }),
    ),
  );
  expect(begun).toEqual([0, 1]);
  ends[0]?.();
  await expect(works[0]).rejects.toThrow('failed');
  expect(begun).toEqual([0, 1, 2]);
  ends[1]?.();
  expect(await works[1]).toBe(1);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]?.();
  ends[3]?.();
  expect(await Promise.all(works.slice(2))).toEqual([2, 3]);
});

it('refuses who comes after all that may wait, and takes the next when there is room', async () => {
  const few = new FewAtOnce(1, 1);
  let end: () => void = () => undefined;
  const running = few.run(() => new Promise<void>((resolve) => (end = resolve)));
  const waiting = few.run(async () => 'waited');
  await expect(few.run(async () => 'too many')).rejects.toMatchObject({ code: 'busy' });
  end();
  await running;
  expect(await waiting).toBe('waited');
  expect(await few.run(async () => 'room')).toBe('room');
});
