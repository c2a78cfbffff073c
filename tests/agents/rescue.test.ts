import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askRescueDoor, openRescueDoor } from '../../server/agents/index.ts';
import { createLog } from '../../server/core/log.ts';
import { Refused } from '../../server/core/refused.ts';
import { ADMIN, startServer, type TestServer, type TestServerOptions } from '../support/start-server.ts';
import { tokenIn } from '../support/token-in.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const NEW_PASSWORD = 'a quite new password';

describe('a link for who is locked out', () => {
  let server: TestServer;

  async function start(options: TestServerOptions = {}): Promise<void> {
    server = await startServer(options);
  }
  afterEach(() => server.close());

  it('sets a new password, ends every session and signs in', async () => {
    await start();
    const before = await server.signIn();
    const link = await server.app.agents.rescueLink(ADMIN.email);
    expect(link).toMatch(new RegExp(`^${server.app.core.config.publicUrl}/console/reset#token=[\\w-]{43}$`));
    expect((await before.get('/me')).status).toBe(200);
    const person = server.person();
    const reply = await person.post('/reset', { token: tokenIn(link), password: NEW_PASSWORD });
    expect([reply.status, reply.body.email]).toEqual([200, ADMIN.email]);
    expect((await person.get('/me')).status).toBe(200);
    expect((await before.get('/me')).status).toBe(401);
    await server.signIn({ email: ADMIN.email, password: NEW_PASSWORD });
    const again = await server.person().post('/reset', { token: tokenIn(link), password: NEW_PASSWORD });
    expect(again.body.code).toBe('link_invalid');
  });

  it('expires after a day', async () => {
    const clock = new TurnedClock(Date.now());
    await start({ clock });
    const token = tokenIn(await server.app.agents.rescueLink(ADMIN.email));
    clock.turn(24 * 60 * 60 * 1000);
    const reply = await server.person().post('/reset', { token, password: NEW_PASSWORD });
    expect(reply.body.code).toBe('link_invalid');
  });

  it('makes an admin where there is nobody of that address', async () => {
    await start();
    const token = tokenIn(await server.app.agents.rescueLink('second@parley.example'));
    const reply = await server.person().post('/reset', { token, password: NEW_PASSWORD });
    expect(reply.body).toMatchObject({ email: 'second@parley.example', name: 'Second', role: 'admin' });
  });

  it('sets an empty server up, site and all', async () => {
    await start({ environment: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' } });
    await server.app.agents.rescueLink('first@parley.example');
    expect((await server.person().get('/setup')).body).toEqual({ needed: false });
    expect(server.app.sites.all()).toHaveLength(1);
  });

  it('does not make an agent an admin while there is one', async () => {
    await start();
    const agent = await server.addAgent();
    const token = tokenIn(await server.app.agents.rescueLink(agent.agent.email));
    expect((await server.person().post('/reset', { token, password: NEW_PASSWORD })).body.role).toBe('agent');
  });

  it('lets in nobody who was deactivated', async () => {
    await start();
    const admin = await server.signIn();
    const { id, email } = (await server.addAgent()).agent;
    const token = tokenIn(await server.app.agents.rescueLink(email));
    await admin.patch(`/agents/${id}`, { active: false });
    await expect(server.app.agents.rescueLink(email)).rejects.toThrow(/deactivated/);
    const reply = await server.person().post('/reset', { token, password: NEW_PASSWORD });
    expect(reply.body.code).toBe('link_invalid');
  });
});

describe('the door to the running server', () => {
  const log = createLog('silent', false);
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'parley-rescue-test-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('answers a link', async () => {
    const asked: string[] = [];
    const close = await openRescueDoor({
      dataDir,
      log,
      async rescueLink(email) {
        asked.push(email);
        return 'http://localhost:3000/console/reset#token=x';
      },
    });
    expect(await askRescueDoor(dataDir, 'Ana@parley.example')).toBe(
      'http://localhost:3000/console/reset#token=x',
    );
    expect(asked).toEqual(['ana@parley.example']);
    const path = readFileSync(join(dataDir, 'rescue.socket'), 'utf8');
    expect(path).toBe(join(dataDir, 'rescue.sock'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    close();
    expect(await askRescueDoor(dataDir, 'ana@parley.example')).toBeNull();
  });

  it('stands elsewhere where the folder’s name is too long for a socket', async () => {
    const long = join(dataDir, 'x'.repeat(120));
    const close = await openRescueDoor({ dataDir: long, log, rescueLink: async () => 'https://link' });
    const path = readFileSync(join(long, 'rescue.socket'), 'utf8');
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(await askRescueDoor(long, 'ana@parley.example')).toBe('https://link');
    close();
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('says why not', async () => {
    const rescueLink = () => Promise.reject(new Refused('not_allowed', { message: 'Not this one.' }));
    const close = await openRescueDoor({ dataDir, log, rescueLink });
    await expect(askRescueDoor(dataDir, 'ana@parley.example')).rejects.toThrow('Not this one.');
    close();
  });

  it('is no door where nobody runs, or somebody was killed', async () => {
    expect(await askRescueDoor(dataDir, 'ana@parley.example')).toBeNull();
    writeFileSync(join(dataDir, 'rescue.socket'), join(tmpdir(), 'parley-rescue-gone/socket'));
    expect(await askRescueDoor(dataDir, 'ana@parley.example')).toBeNull();
  });

  it('stands nonsense', async () => {
    const close = await openRescueDoor({ dataDir, log, rescueLink: async () => 'https://link' });
    const path = readFileSync(join(dataDir, 'rescue.socket'), 'utf8');
    for (const nonsense of ['x'.repeat(100_000), '{"email":{"$ne":""}}\n', '[]\n']) {
      const said = await new Promise<string>((resolve) => {
        const socket = createConnection(path, () => socket.write(nonsense));
        let answer = '';
        socket.on('data', (part) => {
          answer += part.toString('utf8');
        });
        socket.on('close', () => resolve(answer));
        socket.on('error', () => undefined);
      });
      expect(said).not.toContain('https://link');
    }
    expect(await askRescueDoor(dataDir, 'ana@parley.example')).toBe('https://link');
    close();
  });
});
