import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestStore, type TestStore } from '../support/store.ts';
import type { DescriptionFile, Outcome } from './descriptions/format.ts';
import { runFile } from './descriptions/run.ts';

/** Where MongoDB's own test descriptions lie, with folders `crud`, `collection-management` and `sessions`. */
const folder = process.env.PARLEY_MONGODB_SPEC ?? '';

describe.skipIf(folder === '')("MongoDB's own descriptions", () => {
  const outcomes = new Map<string, Outcome>();
  let store: TestStore;

  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(async () => {
    await store.close();
  });

  for (const topic of ['crud', 'collection-management', 'sessions']) {
    const path = join(folder, topic);
    for (const name of existsSync(path) ? readdirSync(path).filter((file) => file.endsWith('.json')) : []) {
      test(`${topic}/${name}`, async () => {
        const file = JSON.parse(readFileSync(join(path, name), 'utf8')) as DescriptionFile;
        const failed: string[] = [];
        await runFile(file, store.url, (description, outcome) => {
          outcomes.set(description, outcome);
          if (outcome.state === 'failed') failed.push(`${description}: ${outcome.reason}`);
        });
        expect(failed).toEqual([]);
      });
    }
  }

  test('most are passed, and the others are refused by name', () => {
    const count = (state: Outcome['state']) =>
      [...outcomes.values()].filter((one) => one.state === state).length;
    const [passed, refused, failed, others] = [
      count('passed'),
      count('refused'),
      count('failed'),
      count('not for us'),
    ];
    process.stdout.write(
      `MongoDB's descriptions: ${passed} passed, ${refused} refused by name, ${failed} failed, ${others} not for us\n`,
    );
    expect(failed).toBe(0);
    expect(passed).toBeGreaterThanOrEqual(285);
    expect(refused).toBeLessThanOrEqual(45);
  });
});
