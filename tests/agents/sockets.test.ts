import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../shared/errors.ts';
import { type Console, connectConsole } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

let server: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  server = await startServer();
  admin = await server.signIn();
});
afterAll(() => server.close());

async function cutWith(client: Console): Promise<string | undefined> {
  await eventually(() => expect(client.socket.connected).toBe(false));
  return client.told<Refusal>('refused')[0]?.code;
}

describe('an open console', () => {
  it('is cut when its session ends, and cannot come back', async () => {
    const agent = await server.addAgent();
    const { cookie } = agent;
    const client = await connectConsole(server.url, cookie);
    await agent.delete('/session');
    expect(await cutWith(client)).toBe('not_signed_in');
    await expect(connectConsole(server.url, cookie)).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('is cut within 30 s when its session ended and nobody could tell; others stay', async () => {
    const clock = new TurnedClock();
    const alone = await startServer({ clock });
    const [ended, standing] = [await alone.signIn(), await alone.signIn()];
    const client = await connectConsole(alone.url, ended.cookie);
    const other = await connectConsole(alone.url, standing.cookie);
    const sessions = alone.db.collection('agent_sessions');
    const current = (await standing.get('/me/sessions')).body.items.find(
      (session: { current: boolean }) => session.current,
    );
    await sessions.deleteMany({ publicId: { $ne: current.id } });
    clock.turn(30_000);
    expect(await cutWith(client)).toBe('not_signed_in');
    expect(other.socket.connected).toBe(true);
    other.close();
    const closed = alone.close();
    clock.turn(10_000);
    await closed;
  });

  it('is cut when its agent is deactivated; others stay', async () => {
    const agent = await server.addAgent();
    const client = await connectConsole(server.url, agent.cookie);
    const other = await connectConsole(server.url, admin.cookie);
    await admin.patch(`/agents/${agent.agent.id}`, { active: false });
    expect(await cutWith(client)).toBe('not_signed_in');
    expect(other.socket.connected).toBe(true);
    other.close();
  });

  it('is cut when its agent’s rights change, and comes back under the new ones', async () => {
    const agent = await server.addAgent();
    const client = await connectConsole(server.url, agent.cookie);
    expect(client.welcome.sites.length).toBeGreaterThan(0);
    const theirs = await server.addSite('Theirs');
    await admin.patch(`/agents/${agent.agent.id}`, { siteIds: [theirs.id] });
    expect(await cutWith(client)).toBe('unavailable');
    const again = await connectConsole(server.url, agent.cookie);
    expect(again.welcome.sites.map((site) => site.name)).toEqual(['Theirs']);
    again.close();
  });

  it('hears of people and sites that change', async () => {
    const client = await connectConsole(server.url, admin.cookie);
    const agent = await server.addAgent({ name: 'Novo Agente' });
    await admin.patch(`/sites/${server.site().id}`, { name: 'Renamed' });
    await eventually(() => {
      expect(JSON.stringify(client.told('agents:changed'))).toContain(agent.agent.id);
      expect(JSON.stringify(client.told('sites:changed'))).toContain('Renamed');
    });
    client.close();
  });
});
