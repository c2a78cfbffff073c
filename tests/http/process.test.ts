import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { runBuilt as run } from '../support/run-built.ts';
import { ServerProcess } from '../support/server-process.ts';
import { Person } from '../support/start-server.ts';

describe('the process', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(() => server.close());

  const environment = () => ({ DATA_DIR: server.dataDir, PORT: new URL(server.url).port });

  it('says where to go in lines that a machine can read', async () => {
    const lines = server.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string; time: string });
    const said = lines.map((line) => line.msg).join('\n');
    expect(said).toContain(`Parley is ready at ${server.url}`);
    expect(said).toMatch(new RegExp(`${server.url}/console/setup#token=[\\w-]{43}`));
    expect(said).toContain(`${server.url}/demo`);
    expect(said).toContain('embedded store: for one node');
  });

  it('lets an admin in again while it runs', async () => {
    const { code, said } = await run('admin', environment(), '--email', 'Ana@parley.example');
    expect(code).toBe(0);
    const token = new RegExp(`${server.url}/console/reset#token=([\\w-]{43})`).exec(said)?.[1];
    const person = new Person(server.url);
    const reply = await person.post('/reset', { token, password: 'a long enough password' });
    expect(reply.body).toMatchObject({ email: 'ana@parley.example', role: 'admin' });
    expect((await person.get('/me')).status).toBe(200);
  });

  it('is the only one on its data', async () => {
    const { code, said } = await run('index', { ...environment(), PORT: '0' });
    expect(code).toBe(1);
    expect(said).toMatch(/in use by the process \d+/);
  });

  it('says when its port is taken', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-'));
    const { code, said } = await run('index', { ...environment(), DATA_DIR: dataDir });
    expect([code, said]).toEqual([1, expect.stringMatching(/port \d+ is taken/)]);
    await rm(dataDir, { recursive: true });
  });

  it('finishes what it took before it ends, with 0', async () => {
    const person = new Person(server.url);
    await person.post('/reset', {}); // a connection that stays open must not hold it up
    const startedAt = performance.now();
    const [code] = await Promise.all([
      server.terminate(),
      eventually(async () => {
        const gone = await fetch(`${server.url}/readyz`).then(
          (answer) => answer.status === 503,
          () => true,
        );
        expect(gone).toBe(true);
      }),
    ]);
    expect(code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('lets an admin in while it is stopped', async () => {
    const { code, said } = await run('admin', environment(), '--email', 'bruno@parley.example');
    expect([code, said]).toEqual([0, expect.stringMatching(/console\/reset#token=[\w-]{43}/)]);
    await server.run();
    const token = /token=([\w-]{43})/.exec(said)?.[1];
    const reply = await new Person(server.url).post('/reset', { token, password: 'a long enough password' });
    expect(reply.body).toMatchObject({ email: 'bruno@parley.example', role: 'admin' });
  });

  it('keeps who was signed in over a kill', async () => {
    const person = new Person(server.url);
    await person.post('/session', { email: 'ana@parley.example', password: 'a long enough password' });
    await server.kill();
    await server.run();
    expect((await person.get('/me')).body.email).toBe('ana@parley.example');
  });
});

it('`npm run admin` says how it is used', async () => {
  for (const args of [[], ['--email'], ['--email', 'nobody'], ['--mail', 'a@parley.example']]) {
    const { code, said } = await run('admin', {}, ...args);
    expect([code, said]).toEqual([64, expect.stringContaining('npm run admin -- --email')]);
  }
});

it('a first admin comes from the settings', async () => {
  const admin = { email: 'ana@parley.example', password: 'a long enough password' };
  const server = await ServerProcess.start({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  try {
    expect(server.output).not.toContain('token=');
    expect(server.output).toContain('data-site=');
    expect((await new Person(server.url).post('/session', admin)).status).toBe(200);
    expect(server.output).not.toContain(admin.password);
  } finally {
    await server.close();
  }
});
