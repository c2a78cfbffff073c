import { request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundBodies, createHttpServer } from '../../server/core/http/http-server.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  server = await startServer();
  admin = await server.signIn();
});
afterAll(() => server.close());

describe('a refusal', () => {
  it('is a problem document with a code, and the request can be found in the log', async () => {
    const reply = await server.person().get('/me');
    expect(reply.status).toBe(401);
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(reply.body).toEqual({
      type: 'about:blank',
      title: 'Sign in to go on.',
      status: 401,
      detail: 'Sign in to go on.',
      instance: `urn:uuid:${reply.headers.get('x-request-id')}`,
      code: 'not_signed_in',
    });
  });

  it('names each field that has to change', async () => {
    const reply = await server.person().post('/session', { email: 'nobody', password: 7, more: 1 });
    expect(reply.body.code).toBe('invalid_input');
    const paths = reply.body.errors.map((fault: { path: string }) => fault.path);
    expect(paths).toEqual(expect.arrayContaining(['email', 'password', '']));
  });

  it.each(['/api/v1/nothing', '/api/v1/agents/%E0%A4%A', '/nothing'])('%s is not found', async (path) => {
    const reply = await admin.get(`/${path}`);
    expect(reply.status).toBe(404);
    expect(reply.body.code).toBe('not_found');
  });
});

describe('what comes in', () => {
  it.each([
    ['an unknown field', { name: 'Ana', role: 'admin' }],
    ['an operator', { name: { $ne: '' } }],
    ['an operator as a field', { $set: { role: 'admin' } }],
    ['an operator deep down', { name: 'Ana', availability: [{ $gt: 1 }] }],
  ])('%s is refused', async (_what, body) => {
    const reply = await admin.patch('/me', body);
    expect(reply.status).toBe(400);
    expect(reply.body.code).toBe('invalid_input');
  });

  it('a prototype is refused', async () => {
    const reply = await admin.ask(
      'PATCH',
      '/me',
      {},
      { bytes: '{"name":"Ana","__proto__":{"role":"admin"}}' },
    );
    expect(reply.body.code).toBe('invalid_input');
  });

  it.each([
    '/sites?$where=1',
    '/sites?limit[$gt]=1',
    '/sites?limit=1&limit=2',
    '/sites?__proto__=1',
    '/sites?limit=0',
  ])('%s is refused', async (path) => {
    expect((await admin.get(path)).body.code).toBe('invalid_input');
  });

  it('a body that is nested as deep as it can be does no harm', async () => {
    const depth = 40_000;
    const bytes = `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect((await admin.ask('PATCH', '/me', {}, { bytes })).body.code).toBe('invalid_input');
  });

  it('a body of 1 MB is refused without disturbing others', async () => {
    const large = admin.ask('PATCH', '/me', {}, { bytes: `{"name":"${'x'.repeat(1024 * 1024)}"}` });
    const [refused, served] = await Promise.all([large, admin.get('/me')]);
    expect(refused.status).toBe(413);
    expect(refused.body.code).toBe('too_large');
    expect(served.status).toBe(200);
  });

  it('what is not JSON is refused', async () => {
    const broken = await admin.ask('PATCH', '/me', {}, { bytes: '{"name":' });
    expect(broken.body).toMatchObject({
      code: 'invalid_input',
      errors: [{ message: 'This is not valid JSON.' }],
    });
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const other = await admin.ask('PATCH', '/me', {}, { bytes: 'name=Ana', headers: form });
    expect(other.body.code).toBe('unsupported_type');
  });

  it('a body where none is taken is refused', async () => {
    expect((await admin.delete('/me/sessions/aaaaaaaaaaaaaaaaaaaaaa')).body.code).toBe('not_found');
    const reply = await admin.ask('DELETE', '/me/sessions/aaaaaaaaaaaaaaaaaaaaaa', { really: true });
    expect(reply.body.code).toBe('invalid_input');
  });

  it('a stranger’s body is not even read', async () => {
    const reply = await server.person().ask('PATCH', '/me', {}, { bytes: '{"name":' });
    expect(reply.body.code).toBe('not_signed_in');
  });

  it('headers that drip in are cut off', async () => {
    // Shown by the limits themselves: waiting for them would take the tests ten seconds.
    expect(server.app.server.headersTimeout).toBeLessThanOrEqual(15_000);
  });

  it('a body that drips in is cut off, however it is asked', async () => {
    const http = createHttpServer(
      (request) => void request.resume(),
      () => true,
    );
    boundBodies(http, 50);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST / HTTP/1.1\r\nHost: parley\r\nContent-Length: 10\r\n\r\nabc');
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    http.close();
  });

  it('what is not HTTP is refused', async () => {
    const { port } = new URL(server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('HELO parley\r\n\r\n'));
      let said = '';
      socket.on('data', (part) => {
        said += part.toString('utf8');
      });
      socket.on('close', () => resolve(said));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
  });
});

describe('a change by cookie', () => {
  it('needs the header', async () => {
    const reply = await admin.ask('PATCH', '/me', { name: 'Eve' }, { headers: { 'X-Parley': '' } });
    expect(reply.status).toBe(403);
    expect(reply.body.code).toBe('not_allowed');
    expect(reply.body.detail).toContain('X-Parley: 1');
  });

  it.each(['https://evil.example', 'null', 'http://localhost'])('from %s is refused', async (Origin) => {
    const reply = await admin.ask('PATCH', '/me', { name: 'Eve' }, { headers: { Origin } });
    expect(reply.status).toBe(403);
    expect(reply.body.code).toBe('origin_not_allowed');
    expect((await admin.get('/me')).body.name).not.toBe('Eve');
  });

  it('without an origin is refused', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { Cookie: admin.cookie, 'X-Parley': '1', 'Content-Type': 'application/json' };
      const sent = httpRequest(`${server.url}/api/v1/me`, { method: 'PATCH', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject);
      sent.end('{"name":"Eve"}');
    });
    expect(status).toBe(403);
  });

  it('is not asked for of those who only read', async () => {
    const reply = await admin.ask('GET', '/me', undefined, {
      headers: { 'X-Parley': '', Origin: 'https://evil.example' },
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('a foreign page cannot sign anybody in either', async () => {
    const reply = await server
      .person()
      .ask(
        'POST',
        '/session',
        { email: 'a@b.example', password: 'x' },
        { headers: { Origin: 'https://evil.example' } },
      );
    expect(reply.body.code).toBe('origin_not_allowed');
  });
});

describe('headers', () => {
  it('close everything that is not a page', async () => {
    const { headers } = await admin.get('/me');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('pin HTTPS where the public address is HTTPS', async () => {
    const secure = await startServer({ environment: { PUBLIC_URL: 'https://chat.example.com' } });
    try {
      const { headers } = await secure.person().get('//healthz');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
    } finally {
      await secure.close();
    }
  });
});

it('one address cannot ask without end', async () => {
  const limited = await startServer();
  try {
    // Three times what is allowed in ten seconds, of the kind that is answered quickest.
    const statuses = await pipelined(limited.url, '/api/v1/widget/unread', 3_000);
    expect(statuses.filter((status) => status === 204).length).toBeGreaterThanOrEqual(1_000);
    expect(statuses.at(-1)).toBe(429);
    const refused = await limited.person().get('/setup');
    expect(refused.body.code).toBe('rate_limited');
    expect(refused.body.retryAfterMs).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // The page and the probes of a proxy are not the API.
    expect((await limited.person().get('//healthz')).status).toBe(200);
  } finally {
    await limited.close();
  }
});

/** Many preflight requests over one connection, far quicker than one after the other; gives the status of each. */
function pipelined(url: string, path: string, count: number): Promise<number[]> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answered = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`OPTIONS ${path} HTTP/1.1\r\nHost: parley\r\n\r\n`.repeat(count - 1));
      socket.write(`OPTIONS ${path} HTTP/1.1\r\nHost: parley\r\nConnection: close\r\n\r\n`);
    });
    socket.on('data', (part) => {
      answered += part.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () =>
      resolve([...answered.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]))),
    );
  });
}
