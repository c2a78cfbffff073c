import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { AGENT_PICTURES } from '../../server/agents/picture.ts';
import type { Core } from '../../server/core/core.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { SmallPictures } from '../../server/core/small-pictures.ts';
import { openStore, rememberingLog, temporaryFolder } from '../store/folder.ts';

it('finds and removes a picture without looking through all there are', async () => {
  const { log, logged } = rememberingLog();
  const store = await openStore(temporaryFolder(), { log });
  onTestFinished(() => store.close());
  const db = await connectStore(store.url);
  onTestFinished(() => db.close());
  const pictures = new SmallPictures({ db } as Core, AGENT_PICTURES);
  const kept = db.collection<{ _id: string; ownerId?: string; version?: string; bytes?: Buffer }>(
    'agent_pictures',
  );
  const others = Array.from({ length: 1_001 }, () => ({ _id: randomUUID(), ownerId: randomUUID() }));
  const bytes = Buffer.from('picture');
  await kept.insertMany([
    ...others,
    { _id: 'v1', ownerId: 'anna', bytes },
    { _id: 'ben', version: 'v2', bytes },
  ]);
  expect(await pictures.serve('anna', 'v1')).toMatchObject({ parts: { bytes } });
  expect(await pictures.serve('ben', 'v2')).toMatchObject({ parts: { bytes } });
  for (const [owner, version] of [
    ['ben', 'v1'],
    ['anna', 'v2'],
    ['v1', 'anna'],
  ] as const)
    await expect(pictures.serve(owner, version)).rejects.toMatchObject({ code: 'not_found' });
  await pictures.drop('anna', 'v1');
  await pictures.drop('ben', 'v2');
  expect(await kept.countDocuments()).toBe(others.length);
  expect(logged).toEqual([]);
});
