import { describe, expect, it } from 'vitest';
import { clearFor } from '../../widget/core/clear-for.ts';
import { createLocalStore, type LocalStore } from '../../widget/core/local-store.ts';
import { idIn, isAnother, visitorToken } from '../../widget/core/persons.ts';

const scopeOf = (local: LocalStore, siteKey: string) => siteKey + (local.get('scope') ?? '');
const memories = new WeakMap<LocalStore, Map<string, string>>();

function fresh(): LocalStore {
  const memory = new Map<string, string>();
  const local = createLocalStore('site', memory, () => {
    throw new Error('SecurityError');
  });
  memories.set(local, memory);
  return local;
}

function clear(local: LocalStore, id: string | null, secret?: string): void {
  clearFor({ local, memory: memories.get(local) ?? new Map(), siteKey: 'site' }, id, secret);
}

/** As the chat does with what a page says. */
function takePerson(local: LocalStore, id: string | null | undefined): boolean {
  const another = isAnother(local, id);
  if (another) clear(local, id ?? null);
  return another;
}

describe('whose browser this is', () => {
  it('stays as it is for the first one the page names, and for the same one again', () => {
    const local = fresh();
    local.set('token', 'secret');
    expect(takePerson(local, undefined)).toBe(false);
    expect(takePerson(local, 'lena')).toBe(false);
    expect(takePerson(local, 'lena')).toBe(false);
    expect(takePerson(local, undefined)).toBe(false);
    expect(local.get('token')).toBe('secret');
    expect(scopeOf(local, 'site')).toBe('site');
  });

  it('is cleared for the next one, and for nobody', () => {
    for (const next of ['marc', null]) {
      const local = fresh();
      takePerson(local, 'lena');
      for (const name of ['token', 'known', 'draft:new']) local.set(name, 'hers');
      expect(takePerson(local, next)).toBe(true);
      for (const name of ['token', 'known', 'draft:new']) expect(local.get(name)).toBeNull();
      expect(scopeOf(local, 'site')).not.toBe('site');
    }
  });

  it('gives back what was not sent to whom it belongs', () => {
    const local = fresh();
    takePerson(local, 'lena');
    const hers = scopeOf(local, 'site');
    takePerson(local, 'marc');
    const his = scopeOf(local, 'site');
    expect(his).not.toBe(hers);
    takePerson(local, 'lena');
    expect(scopeOf(local, 'site')).toBe(hers);
    takePerson(local, 'marc');
    expect(scopeOf(local, 'site')).toBe(his);
  });

  it('keeps what was not sent where the same person has to show who it is again', () => {
    const local = fresh();
    takePerson(local, 'lena');
    takePerson(local, 'marc');
    const his = scopeOf(local, 'site');
    local.set('token', 'secret');
    clear(local, 'marc');
    expect(local.get('token')).toBeNull();
    expect(scopeOf(local, 'site')).toBe(his);
  });

  it('goes on under another secret, by which nothing is sent that was written before', () => {
    for (const id of [null, 'lena']) {
      const local = fresh();
      takePerson(local, id);
      const before = scopeOf(local, 'site');
      local.set('token', 'secret');
      clear(local, id, 'another');
      expect(['token', 'known', 'person'].map((name) => local.get(name))).toEqual(['another', '1', id]);
      expect(scopeOf(local, 'site')).not.toBe(before);
    }
  });

  it('is asked without writing what is there: another tab may be clearing it, and nothing of before comes back', () => {
    const local = fresh();
    const minted = visitorToken(local);
    takePerson(local, 'lena');
    const behind: LocalStore = {
      durable: true,
      get: (name) => local.get(name),
      set: (name) => expect.fail(`${name} was written`),
    };
    expect(minted).toMatch(/^[\w-]{43}$/);
    expect(visitorToken(behind)).toBe(minted);
    expect(isAnother(behind, 'lena')).toBe(false);
    expect(isAnother(behind, null)).toBe(true);
  });

  it('is read from whatever a page says', () => {
    expect([{ id: 7 }, { id: ' u-1 ' }, { id: '' }, {}, null, undefined, 'x'].map(idIn)).toEqual([
      '7',
      'u-1',
      undefined,
      undefined,
      null,
      undefined,
      undefined,
    ]);
  });
});
