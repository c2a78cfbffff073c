import type { Connection } from 'mongoose';
import { expect } from 'vitest';
import { logCollections } from '../../server/conversations/model.ts';
import { assertFolds } from './assert-folds.ts';
import { eventually } from './eventually.ts';
import type { RoamingVisitor } from './roaming-visitor.ts';

/**
 * Waits until everything that visitors wrote is acknowledged, then compares their journals with the store: each
 * message once, under the number that was acknowledged, in the order it was written; every log without a hole.
 */
export async function assertDelivered(db: Connection, visitors: readonly RoamingVisitor[]): Promise<void> {
  await eventually(
    () => {
      const waiting = visitors.flatMap(({ journal }) => journal.filter((said) => said.acknowledged === null));
      expect(waiting.map(({ text }) => text)).toEqual([]);
    },
    { timeoutMs: 90_000 },
  );
  const { entries } = collectionsOf(db);
  for (const { journal } of visitors) {
    const acknowledged = journal.flatMap((said) => said.acknowledged ?? []);
    const conversationId = acknowledged[0]?.conversationId ?? '';
    const stored = await entries.find({ conversationId, kind: 'message' }).sort({ seq: 1 }).toArray();
    const theirs = stored.filter((entry) => entry.author.kind === 'contact');
    expect(theirs.map((entry) => ('text' in entry ? entry.text : null))).toEqual(
      journal.map(({ text }) => text),
    );
    expect(theirs.map((entry) => entry.publicSeq)).toEqual(acknowledged.map(({ seq }) => seq));
  }
  // The conversations' documents follow their log by up to two seconds.
  await eventually(() => assertFolds(collectionsOf(db)), { timeoutMs: 10_000 });
}

const known = new WeakMap<Connection, ReturnType<typeof logCollections>>();

/** A model may be declared once on a connection. */
function collectionsOf(db: Connection): ReturnType<typeof logCollections> {
  const collections = known.get(db) ?? logCollections(db);
  known.set(db, collections);
  return collections;
}
