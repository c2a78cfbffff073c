import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedStore } from '../../scripts/seed/seed-store.ts';
import { readConfig } from '../../server/config.ts';
import {
  type ConversationDocument,
  type LogCollections,
  logCollections,
} from '../../server/conversations/model.ts';
import type { Core } from '../../server/core/core.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { createLog } from '../../server/core/log.ts';
import { assertFolds } from '../support/assert-folds.ts';
import { startTestStore } from '../support/store.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const NOW = Date.UTC(2026, 0, 7, 15);
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const CONVERSATIONS = 50;

const dataDir = mkdtempSync(join(tmpdir(), 'parley-seed-'));
const closing: (() => Promise<unknown>)[] = [];
let url: string;
let core: Core;
let reading: LogCollections;

/** Connects to a store as a run of the script does, with another connection to look at what it wrote. */
async function connect(url: string): Promise<{ core: Core; reading: LogCollections }> {
  const [db, other] = [await connectStore(url), await connectStore(url)];
  closing.unshift(
    () => db.close(),
    () => other.close(),
  );
  const config = readConfig({ DATA_DIR: dataDir });
  const log = createLog('silent', false);
  return { core: { config, db, clock: new TurnedClock(NOW), log }, reading: logCollections(other) };
}

async function freshStore(): Promise<string> {
  const store = await startTestStore();
  closing.push(() => store.close());
  return store.url;
}

beforeAll(async () => {
  url = await freshStore();
  const first = await connect(url);
  ({ core, reading } = first);
  await seedStore(first.core, { conversations: CONVERSATIONS, randomSeed: 'a seed' });
});

afterAll(async () => {
  for (const close of closing) await close();
  rmSync(dataDir, { recursive: true });
});

function all(): Promise<ConversationDocument[]> {
  return reading.conversations.find({}).sort({ openedAt: 1, _id: 1 }).toArray();
}

async function ticketNumbers(): Promise<number[]> {
  const made = await reading.entries.find({ kind: 'ticket_created' }).sort({ number: 1 }).toArray();
  return made.map((entry) => (entry.kind === 'ticket_created' ? entry.number : 0));
}

describe('seedStore', () => {
  it('writes what folds, as the server does', async () => {
    expect(await assertFolds(reading)).toBe(CONVERSATIONS);
  });

  it('leaves no side effect to be done for what is long past', async () => {
    const documents = await all();
    expect(documents.map(({ handledSeq }) => handledSeq)).toEqual(documents.map(({ lastSeq }) => lastSeq));
    expect(documents.every(({ lastSeq }) => lastSeq > 0)).toBe(true);
  });

  it('leaves nothing for the sweep to look at again, only what has just been made', async () => {
    const mark = await core.db.collection('sweeps').findOne({});
    expect(mark?.at).toEqual(new Date(NOW));
    const entries = await reading.entries.find({}).toArray();
    const madeAt = entries.map(({ _id }) => _id.getTimestamp().getTime());
    expect(madeAt).toEqual(entries.map(({ at }) => Math.floor(at.getTime() / 1_000) * 1_000));
  });

  it('leaves the mark where it stood, on a store in which a server has been at work', async () => {
    const used = await connect(await freshStore());
    const at = new Date(NOW - 5 * 24 * 60 * 60 * 1000);
    const mark = { _id: 'entries', at };
    await used.core.db.collection<typeof mark>('sweeps').insertOne(mark);
    await seedStore(used.core, { conversations: 1, randomSeed: 'a seed' });
    expect(await used.core.db.collection('sweeps').findOne({})).toMatchObject(mark);
  });

  it('spreads over the year before now, with entries in order of time', async () => {
    const documents = await all();
    expect(documents.every(({ openedAt }) => openedAt.getTime() > NOW - YEAR_MS)).toBe(true);
    expect(documents.some(({ openedAt }) => openedAt.getTime() < NOW - YEAR_MS / 2)).toBe(true);
    const entries = await reading.entries.find({}).sort({ conversationId: 1, seq: 1 }).toArray();
    expect(entries.every(({ at }) => at.getTime() <= NOW)).toBe(true);
    for (const [index, entry] of entries.entries()) {
      const before = entries[index - 1];
      if (before?.conversationId !== entry.conversationId) continue;
      expect(entry.at.getTime()).toBeGreaterThanOrEqual(before.at.getTime());
    }
  });

  it('keeps read marks within the log', async () => {
    for (const document of await all()) {
      expect(document.contactRead.seq).toBeLessThanOrEqual(document.publicSeq);
      expect(document.seenSeq).toBeLessThanOrEqual(document.publicSeq);
      for (const read of Object.values(document.reads ?? {})) {
        expect(read.seq).toBeLessThanOrEqual(document.lastSeq);
        expect(read.contactMessages).toBeLessThanOrEqual(document.contactMessages);
      }
    }
  });

  it('says what people have written, whole and at most 2,000 characters long', async () => {
    const entries = await reading.entries.find({ kind: 'message' }).toArray();
    const texts = entries.map((entry) => (entry.kind === 'message' ? entry.text : ''));
    expect(new Set(texts).size).toBeGreaterThan(CONVERSATIONS);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(2_000);
    expect(texts.filter((text) => text.trim() === '' || /\ufffd/.test(text))).toEqual([]);
  });

  it('gives the same again for the same seed on an empty store', async () => {
    const other = await connect(await freshStore());
    await seedStore(other.core, { conversations: CONVERSATIONS, randomSeed: 'a seed' });
    const texts = async ({ entries }: LogCollections) => {
      const documents = await entries.find({ kind: 'message' }).sort({ clientId: 1 }).toArray();
      return documents.map((entry) => [entry.clientId, entry.kind === 'message' && entry.text]);
    };
    expect(await texts(other.reading)).toEqual(await texts(reading));
  });

  it('adds more when it runs again, stops when asked to, and numbers tickets without gaps', async () => {
    const before = await ticketNumbers();
    const stopping = new AbortController();
    const again = await connect(url);
    const { conversations } = await seedStore(again.core, {
      conversations: 600,
      randomSeed: 'a seed',
      onProgress: () => stopping.abort(),
      signal: stopping.signal,
    });
    expect(conversations).toBeGreaterThan(0);
    expect(conversations).toBeLessThan(600);
    expect(await assertFolds(reading)).toBe(CONVERSATIONS + conversations);
    const numbers = await ticketNumbers();
    expect(numbers.length).toBeGreaterThan(before.length);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});
