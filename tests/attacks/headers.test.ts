import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startServer, type TestServer } from '../support/start-server.ts';

// Much is asked one after the other, also on a machine that is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** What is not in a list of the server's own: files of the build, and what answers when nothing is there. */
const OTHERS = [
  '/',
  '/console/',
  '/console/tickets',
  '/widget.js',
  '/assets/none.js',
  '/openapi.json',
  '/api/v1/me',
  '/none',
];

describe('whatever is answered', () => {
  it('says what it is, stands in no frame, loads nothing inline and keeps where people were', async () => {
    const paths = [...server.app.surface.pages.map(({ path }) => path), ...OTHERS];
    expect(paths.length).toBeGreaterThan(12);
    for (const path of paths) {
      const { headers } = await server.person().get(`/${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).not.toMatch(/unsafe-|\*|https?:(\s|;|$)/);
      expect(Object.fromEntries(headers), path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(headers.get('x-powered-by'), path).toBeNull();
      expect(headers.get('server'), path).toBeNull();
    }
  });

  it('is read by other origins only where a customer’s page needs it', async () => {
    const Origin = 'https://shop.example';
    const open = ['/widget.js', '/openapi.json', `/api/v1/widget/unread?site=${server.site().key}`];
    for (const path of [...server.app.surface.pages.map((page) => page.path), ...OTHERS]) {
      const { headers } = await server.person().ask('GET', `/${path}`, undefined, { headers: { Origin } });
      const isOpen = open.includes(path) || path.startsWith('/assets/');
      if (!isOpen) expect(headers.get('access-control-allow-origin'), path).toBeNull();
      expect(headers.get('access-control-allow-credentials'), path).toBeNull();
    }
  });

  it('over long polling is never taken for a page either, and never brings a cookie', async () => {
    const path = `//socket.io/?EIO=4&transport=polling&site=${server.site().key}`;
    const { headers } = await server.person().get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.getSetCookie()).toEqual([]);
  });
});
