import type { BrowserContextOptions, LaunchOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { expectNoFaults, leaveBrowser, newPerson, type Person, startBrowser } from './browser.ts';

/**
 * One browser for the tests of a `describe`, and the people in it: each comes when a test asks, goes after it, and has
 * met no fault.
 * @returns lets somebody come
 */
export function withPeople(launch: LaunchOptions = {}): (options?: BrowserContextOptions) => Promise<Person> {
  const people: Person[] = [];
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  beforeAll(async () => {
    browser = await startBrowser(launch);
  });
  afterEach(async () => {
    const gone = people.splice(0);
    await Promise.all(gone.map(({ context }) => context.close()));
    expectNoFaults(...gone);
  });
  afterAll(() => leaveBrowser(browser));
  return async (options) => {
    const person = await newPerson(browser, options);
    people.push(person);
    return person;
  };
}
