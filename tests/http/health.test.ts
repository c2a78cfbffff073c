import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectStore } from '../../server/core/db/connect.ts';
import { createLog } from '../../server/core/log.ts';
import { createHealth, type Health } from '../../server/health/index.ts';
import { eventually } from '../support/eventually.ts';
import { type PausableProxy, pausableProxy } from '../support/pausable-proxy.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { startTestStore } from '../support/store.ts';
import { TurnedClock } from '../support/turned-clock.ts';

describe('probes', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('tell alive and ready', async () => {
    const probe = server.person();
    expect((await probe.get('//healthz')).body).toEqual({ status: 'ok' });
    const ready = await probe.get('//readyz');
    expect([ready.status, ready.body]).toEqual([200, { status: 'ready', degraded: [] }]);
    expect(ready.headers.get('cache-control')).toBe('no-store');
  });
});

describe('readiness', () => {
  const clock = new TurnedClock();
  let store: Awaited<ReturnType<typeof startTestStore>>;
  let proxy: PausableProxy;
  let db: Awaited<ReturnType<typeof connectStore>>;
  let health: Health;

  beforeAll(async () => {
    store = await startTestStore();
    proxy = await pausableProxy(store.url);
    db = await connectStore(proxy.url);
    health = createHealth({ db, clock, log: createLog('silent', false) });
  });
  afterAll(async () => {
    await db.close().catch(() => undefined);
    await proxy.close();
    await store.close();
  });

  async function readyz() {
    const page = health.pages.find(({ path }) => path === '/readyz');
    const { parts } = (await page?.answer({ fromThisMachine: true, bearer: null })) ?? {};
    return { status: parts?.status ?? 200, body: parts?.body };
  }

  it('is lost after 2 s without an answer of the store, and found again', async () => {
    expect(await readyz()).toMatchObject({ status: 200 });
    proxy.pause();
    const asked = readyz();
    clock.turn(2_000);
    expect(await asked).toEqual({ status: 503, body: { status: 'unavailable', degraded: ['store'] } });
    proxy.resume();
    await eventually(async () => expect((await readyz()).status).toBe(200));
  });

  it('is given up for good when the server drains', async () => {
    health.drain();
    expect(await readyz()).toEqual({ status: 503, body: { status: 'draining', degraded: [] } });
  });
});
