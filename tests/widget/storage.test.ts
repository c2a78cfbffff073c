import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OutboxItem } from '../../shared/outbox.ts';
import { newClientId, newVisitorToken } from '../../widget/core/ids.ts';
import { createLocalStore, readKept } from '../../widget/core/local-store.ts';
import { createOutboxStorage, openKeeper } from '../../widget/core/storage.ts';
import { eventually } from '../support/eventually.ts';

/** A browser's storage, as far as it is used. */
class Drawer {
  readonly values = new Map<string, string>();
  full = false;
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new Error('QuotaExceededError');
    this.values.set(key, value);
  }
  removeItem(key: string): void {
    this.values.delete(key);
  }
}

const opened = (drawer: Drawer) => () => drawer as unknown as Storage;
const refused = (): Storage => {
  throw new Error('SecurityError');
};

describe('small values', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('are kept apart for each site, and seen by the next page', () => {
    const drawer = new Drawer();
    createLocalStore('one', new Map(), opened(drawer)).set('token', 'a');
    createLocalStore('two', new Map(), opened(drawer)).set('token', 'b');
    expect(createLocalStore('one', new Map(), opened(drawer)).get('token')).toBe('a');
    vi.stubGlobal('localStorage', drawer);
    expect(readKept('two', 'token')).toBe('b');
  });

  it('live in memory where the browser refuses', () => {
    const store = createLocalStore('one', new Map(), refused);
    expect(store.get('token')).toBeNull();
    store.set('token', 'a');
    expect(store.get('token')).toBe('a');
    store.set('token', null);
    expect(store.get('token')).toBeNull();
  });

  it('are as if not there where the browser refuses to read them', () => {
    vi.stubGlobal('localStorage', { getItem: refused });
    expect(readKept('one', 'token')).toBeNull();
  });

  it('are not brought back from memory after another tab has taken them away', () => {
    const drawer = new Drawer();
    const store = createLocalStore('one', new Map(), opened(drawer));
    store.set('open', 'x');
    drawer.values.clear();
    expect(store.get('open')).toBeNull();
  });

  it('live in memory when the disk is full', () => {
    const drawer = new Drawer();
    drawer.full = true;
    const store = createLocalStore('one', new Map(), opened(drawer));
    store.set('draft', 'half a sentence');
    expect(store.get('draft')).toBe('half a sentence');
    expect(store.durable).toBe(false);
    drawer.full = false;
    store.set('draft', 'a sentence');
    expect(store.durable).toBe(true);
  });
});

const item = (clientId: string): OutboxItem<string> => ({
  clientId,
  lane: 'visitor',
  payload: 'x',
  at: 1,
  state: { kind: 'waiting' },
});

describe('the outbox’s storage', () => {
  afterEach(() => void vi.useRealTimers());
  const storageOf = (factory: () => IDBFactory) =>
    createOutboxStorage<string>(openKeeper('parley', factory), 'site');

  it('says so where there is no database', async () => {
    const storage = storageOf(() => {
      throw new Error('SecurityError');
    });
    expect(await storage.save(item('a'))).toBe(false);
    expect(await storage.load()).toBeNull();
    await storage.remove('a');
  });

  it('says so where the database is refused', async () => {
    const request = { error: new Error('no'), onerror: () => undefined };
    const storage = storageOf(() => ({ open: () => request }) as unknown as IDBFactory);
    const saved = storage.save(item('a'));
    await eventually(() => expect(request.onerror).not.toBe(undefined));
    request.onerror();
    expect(await saved).toBe(false);
  });

  it('does not keep a message waiting for a database that never answers, and asks it once', async () => {
    vi.useFakeTimers();
    const open = vi.fn(() => ({}));
    const storage = storageOf(() => ({ open }) as unknown as IDBFactory);
    const saved = storage.save(item('a'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await saved).toBe(false);
    expect(await storage.save(item('b'))).toBe(false);
    expect(open).toHaveBeenCalledTimes(1);
  });
});

describe('what the widget mints', () => {
  it('has the form that the server takes, and is never the same', () => {
    const ids = Array.from({ length: 50 }, newClientId);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(50);
    const tokens = Array.from({ length: 50 }, newVisitorToken);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(tokens).size).toBe(50);
  });
});
