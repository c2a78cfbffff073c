import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig, settlePort } from '../../server/config.ts';
import { systemClock } from '../../server/core/clock.ts';
import type { Core } from '../../server/core/core.ts';
import { Gate } from '../../server/core/gate.ts';
import { createHttp } from '../../server/core/http/http.ts';
import { createLog } from '../../server/core/log.ts';
import { Metrics } from '../../server/core/metrics.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const CHAT = 'export const startChat = () => undefined;';
const SCRIPT = `import("/assets/chat-ABCD2345.js");console.log("${'a line that compresses well. '.repeat(200)}");`;
const PAGE = '<!doctype html><title>Parley</title>';

/** A response as it came over the wire, not yet unpacked. */
interface Raw {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

describe('built files', () => {
  let folder: string;
  let server: Server;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-public-'));
    mkdirSync(join(folder, 'public/assets'), { recursive: true });
    mkdirSync(join(folder, 'public/console'));
    writeFileSync(join(folder, 'secret.txt'), 'not for anybody');
    writeFileSync(join(folder, 'public/widget.js'), SCRIPT);
    writeFileSync(join(folder, 'public/assets/chat-ABCD2345.js'), CHAT);
    writeFileSync(join(folder, 'public/assets/build-mark.txt'), '1');
    writeFileSync(join(folder, 'public/console/index.html'), PAGE);
    const config = readConfig({ DATA_DIR: folder, PORT: '0' });
    // Nothing here asks the store.
    const core = { config, clock: systemClock, log: createLog('silent', false) } as Core;
    const http = createHttp(core, {
      routes: [],
      agentByToken: async () => null,
      agentBySession: async () => null,
      pages: [],
      metrics: new Metrics(),
      gate: new Gate(),
      publicFolder: join(folder, 'public'),
    });
    server = createServer(http);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    settlePort(config, (server.address() as AddressInfo).port);
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });

  /** Without fetch, which unpacks answers and tidies paths. */
  function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Raw> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(parts) }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  it('the loader may be loaded by every page and is asked for again soon', async () => {
    const { status, headers, bytes } = await ask('/widget.js');
    expect(status).toBe(200);
    expect(bytes.toString()).toBe(SCRIPT);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  it('what has its content in its name stays for ever', async () => {
    const { headers } = await ask('/assets/chat-ABCD2345.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['access-control-allow-origin']).toBe('*');
    expect((await ask('/assets/build-mark.txt')).headers['cache-control']).toBe('no-cache');
  });

  it('a loader of another version is given the chat of today, which is not kept under that name', async () => {
    const { status, headers, bytes } = await ask('/assets/chat-GONE2345.js');
    expect([status, headers['cache-control'], bytes.toString()]).toEqual([200, 'no-store', CHAT]);
    expect((await ask('/assets/chat-forms-GONE2345.js')).status).toBe(404);
    expect((await ask('/assets/console-GONE2345.js')).status).toBe(404);
  });

  it('are there under names of the moment too, which are not kept', async () => {
    const { status, headers, bytes } = await ask('/assets/anew/17/chat-ABCD2345.js');
    expect([status, headers['cache-control'], bytes.toString()]).toEqual([200, 'no-store', CHAT]);
    expect(headers['access-control-allow-origin']).toBe('*');
    for (const other of ['console-GONE2345.js', '..%2fwidget.js', '..%2f..%2fsecret.key'])
      expect((await ask(`/assets/anew/17/${other}`)).status).toBe(404);
  });

  it('come compressed as the browser likes', async () => {
    const brotli = await ask('/widget.js', { 'Accept-Encoding': 'gzip, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.bytes).toString()).toBe(SCRIPT);
    const zipped = await ask('/widget.js', { 'Accept-Encoding': 'gzip' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.bytes).toString()).toBe(SCRIPT);
    expect(zipped.bytes.length).toBeLessThan(SCRIPT.length / 10);
    expect(zipped.headers.vary).toContain('Accept-Encoding');
  });

  it('are not sent twice', async () => {
    const first = await ask('/widget.js', { 'Accept-Encoding': 'br' });
    const etag = first.headers.etag ?? '';
    const again = await ask('/widget.js', { 'Accept-Encoding': 'br', 'If-None-Match': etag });
    expect(again.status).toBe(304);
    expect(again.bytes).toHaveLength(0);
    const other = await ask('/widget.js', { 'If-None-Match': etag });
    expect(other.status).toBe(200);
  });

  it('answer HEAD without a body', async () => {
    const { status, headers, bytes } = await ask('/widget.js', {}, 'HEAD');
    expect([status, headers['content-length'], bytes.length]).toEqual([200, String(SCRIPT.length), 0]);
  });

  it.each(['/console', '/console/', '/console/conversations/x', '/console/setup'])(
    '%s is the console',
    async (path) => {
      const { status, headers, bytes } = await ask(path);
      expect([status, bytes.toString()]).toEqual([200, PAGE]);
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(headers['cache-control']).toBe('no-cache');
    },
  );

  it('the root leads to the console', async () => {
    const { status, headers } = await ask('/');
    expect([status, headers.location]).toEqual([302, '/console/']);
  });

  it.each([
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets//etc/passwd',
    '/assets/nothing.js',
    '/assets/toString',
  ])('%s is not found', async (path) => {
    const { status, bytes } = await ask(path);
    expect(status).toBe(404);
    expect(bytes.toString()).not.toContain('not for anybody');
  });
});

describe('/demo', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('carries the first site’s snippet under a strict policy that lets the chat work', async () => {
    const { publicUrl } = server.app.core.config;
    const { status, body, headers } = await server.person().get('//demo');
    expect(status).toBe(200);
    expect(body).toContain(
      `<script async src="${publicUrl}/widget.js" data-site="${server.site().key}"></script>\n</body>`,
    );
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toBe(
      [
        "default-src 'none'",
        `script-src ${publicUrl}`,
        `connect-src ${publicUrl} ${publicUrl.replace('http', 'ws')}`,
        `img-src 'self' ${publicUrl}`,
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    );
    expect((await server.person().get('//demo.css')).headers.get('content-type')).toMatch(/^text\/css/);
  });

  it('shows a site’s name as text', async () => {
    await server.app.sites.change(server.site().id, { name: '<img src=x onerror=alert(1)>' });
    const { body } = await server.person().get('//demo');
    expect(body).not.toContain('<img');
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('takes the first site that is switched on, and says where there is none', async () => {
    await server.app.sites.change(server.site().id, { enabled: false });
    const off = await server.person().get('//demo');
    expect([off.status, off.body]).toEqual([200, expect.stringContaining('switched off')]);
    expect(off.body).not.toContain('data-site');
    const second = await server.addSite('Second');
    expect((await server.person().get('//demo')).body).toContain(second.key);
  });

  it('says what to do while nobody has set the server up', async () => {
    const empty = await startServer({ environment: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' } });
    try {
      const { status, body } = await empty.person().get('//demo');
      expect(status).toBe(200);
      expect(body).toContain('There is no site yet');
      expect(body).not.toContain('data-site');
    } finally {
      await empty.close();
    }
  });
});

describe('/openapi.json', () => {
  let server: TestServer;
  // biome-ignore lint/suspicious/noExplicitAny: a document of any shape is what is looked into
  let document: any;

  beforeAll(async () => {
    server = await startServer();
    const reply = await server.person().get('//openapi.json');
    expect(reply.status).toBe(200);
    document = reply.body;
  });
  afterAll(() => server.close());

  it('describes every route, once', () => {
    expect(document.openapi).toBe('3.1.0');
    const described = operations(document).map(({ method, path }) => `${method} ${path}`);
    for (const route of server.app.agents.routes) {
      expect(described).toContain(`${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`);
    }
    expect(described).toContain('get /conversations');
    const ids = operations(document).map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names every parameter of a path and every schema it points to', () => {
    for (const { path, operation } of operations(document)) {
      const inPath = (operation.parameters ?? []).filter((each: { in: string }) => each.in === 'path');
      const named = inPath.map((each: { name: string }) => each.name).sort();
      expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort());
      for (const each of inPath) expect(each).toMatchObject({ required: true, schema: expect.any(Object) });
      expect(Object.keys(operation.responses).length).toBeGreaterThan(1);
    }
    for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = String(pointer)
        .split('/')
        // biome-ignore lint/suspicious/noExplicitAny: as above
        .reduce((at: any, key) => at?.[key], document);
      expect(target, String(pointer)).toBeDefined();
    }
  });

  it('says what a body must be', () => {
    const { schema } = document.paths['/session'].post.requestBody.content['application/json'];
    expect(schema).toMatchObject({
      type: 'object',
      required: ['email', 'password'],
      additionalProperties: false,
    });
  });

  // biome-ignore lint/suspicious/noExplicitAny: as above
  function operations(of: any): { path: string; method: string; operation: any }[] {
    return Object.entries(of.paths).flatMap(([path, methods]) =>
      Object.entries(methods as object).map(([method, operation]) => ({ path, method, operation })),
    );
  }
});
