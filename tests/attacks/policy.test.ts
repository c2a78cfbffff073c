import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TOKEN_SCOPES } from '../../shared/tokens.ts';
import { connectConsole, connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { ADMIN, type Person, type Reply, startServer, type TestServer } from '../support/start-server.ts';
import { EVENT_POLICY, SOCKETS } from './event-policy.ts';
import { ROOM_POLICY } from './room-policy.ts';
import { type Outcome, ROUTE_POLICY } from './route-policy.ts';
import { createWorld, WHO, type Who, type World } from './world.ts';

// Much is asked one after the other, also on a machine that is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: TestServer;
let world: World;
/** Everything each of them was answered over HTTP. */
const answers: Record<Who, string[]> = {
  own: [],
  other: [],
  signedOut: [],
  agent: [],
  admin: [],
  elsewhere: [],
};

beforeAll(async () => {
  server = await startServer();
  world = await createWorld(server);
});
afterAll(async () => {
  world.close();
  await server.close();
});

async function askAs(who: Who, name: string): Promise<Reply> {
  const { params = {}, query = {}, body, bytes } = (await ROUTE_POLICY[name]?.ask?.(world)) ?? {};
  const [method = '', pattern = ''] = name.split(' ');
  const path = pattern.replace(/:(\w+)/g, (_whole, param: string) => encodeURIComponent(params[param] ?? ''));
  const search = new URLSearchParams(query).toString();
  const headers: Record<string, string> = {
    ...((who === 'own' || who === 'other') && { Authorization: `Bearer ${world[who].token}` }),
    ...(bytes !== undefined && { 'Content-Type': bytes.type }),
  };
  const options = { headers, ...(bytes !== undefined && { bytes: bytes.bytes }) };
  return personOf(who).ask(method.toUpperCase(), search === '' ? path : `${path}?${search}`, body, options);
}

function personOf(who: Who): Person {
  return who === 'agent' || who === 'admin' || who === 'elsewhere' ? world[who] : server.person();
}

/** Signing out, and a new password, end sessions that the rest of the matrix needs. */
async function signInAgain(): Promise<void> {
  for (const who of SOCKETS.console) {
    const { email } = world[who].agent;
    world[who].cookie = (await server.signIn({ email, password: ADMIN.password })).cookie;
  }
}

function outcomeOf({ status, body }: Reply): Outcome {
  return status < 400 ? 'ok' : body.code;
}

describe('over HTTP', () => {
  it.each(Object.keys(ROUTE_POLICY))('%s', async (name) => {
    const found: Partial<Record<Who, Outcome>> = {};
    for (const who of WHO) {
      const reply = await askAs(who, name);
      answers[who].push(JSON.stringify(reply.body));
      found[who] = outcomeOf(reply);
    }
    expect(found).toEqual(ROUTE_POLICY[name]?.outcomes);
    if (name === 'delete /session' || name === 'put /me/password') await signInAgain();
  });
});

describe('a bearer token', () => {
  it('opens nothing but what its scopes name', async () => {
    const [admin, program] = [await server.signIn(), server.person()];
    const tokens = new Map<string | undefined, string>();
    for (const { method, path, access, scope } of server.app.surface.routes) {
      if (access === 'public' || scope === 'any') continue;
      const scopes = TOKEN_SCOPES.filter((each) => each !== scope);
      const token =
        tokens.get(scope) ?? (await admin.post('/tokens', { name: 'all but one', scopes })).body.token;
      tokens.set(scope, token);
      const somewhere = path.replace(/:\w+/g, '1');
      const headers = { Authorization: `Bearer ${token}` };
      const reply = await program.ask(method.toUpperCase(), somewhere, undefined, { headers });
      expect([`${method} ${path}`, outcomeOf(reply)]).toEqual([`${method} ${path}`, 'not_allowed']);
    }
  });
});

describe('over sockets', () => {
  const socketOf = (who: Who) =>
    who === 'own' || who === 'other' ? world[who] : world.consoles[who as 'agent'];

  beforeAll(async () => {
    // Their sessions have ended meanwhile.
    for (const who of SOCKETS.console) {
      world.consoles[who].close();
      world.consoles[who] = await connectConsole(server.url, world[who].cookie);
    }
  });

  it.each(Object.keys(EVENT_POLICY))('%s', async (name) => {
    const { outcomes = [], input } = EVENT_POLICY[name] ?? {};
    const [side = '', event = ''] = name.split(' ');
    const found: Outcome[] = [];
    for (const who of SOCKETS[side as keyof typeof SOCKETS]) {
      const answer = await socketOf(who).ask(event, await input?.(world));
      answers[who].push(JSON.stringify(answer));
      found.push(answer.ok ? 'ok' : answer.error.code);
    }
    expect(found).toEqual(outcomes);
  });

  it('nobody but an agent gets a console’s socket', async () => {
    for (const cookie of ['', `parley_session=${world.own.token}`]) {
      await expect(connectConsole(server.url, cookie)).rejects.toMatchObject({ code: 'not_signed_in' });
    }
  });

  it('an event of a namespace that was not joined cuts the connection', async () => {
    const sneaky = await connectVisitor(server.url, world.site.key);
    sneaky.socket.io.engine.write('42/console,1["conversations:list",{}]');
    await eventually(() => expect(sneaky.socket.connected).toBe(false));
    expect(JSON.stringify(sneaky.received)).not.toContain(world.canary);
    sneaky.close();
  });
});

describe('rooms', () => {
  it.each(Object.entries(ROOM_POLICY))('%s', async (_room, { side, name, members }) => {
    await world.consoles.agent.do('conversation:watch', { conversationId: world.conversationId });
    await world.consoles.admin.ask('conversation:unwatch', { conversationId: world.conversationId });
    const sockets = server.app.realtime[side].adapter.rooms.get(name(world)) ?? new Set();
    const everybody = SOCKETS[side].map((who) => [
      who,
      side === 'widget' ? world[who as 'own'].socket.id : world.consoles[who as 'agent'].socket.id,
    ]);
    const inside = everybody.filter(([, socketId]) => sockets.has(socketId as string)).map(([who]) => who);
    expect(inside).toEqual(members);
  });
});

describe('after all that', () => {
  const heardBy = (who: Who) => {
    const socket =
      who === 'signedOut'
        ? []
        : who === 'own' || who === 'other'
          ? world[who].received
          : world.consoles[who].received;
    return answers[who].join('\n') + JSON.stringify(socket);
  };

  it('nobody has got what is not theirs to see', () => {
    for (const who of ['other', 'signedOut', 'elsewhere'] as const) {
      expect(heardBy(who), who).not.toContain(world.conversationId);
      expect(heardBy(who), who).not.toContain(world.contactId);
    }
    for (const who of ['own', 'other', 'signedOut'] as const) {
      expect(heardBy(who), who).not.toContain('note-canary');
      expect(heardBy(who), who).not.toContain(world.agent.agent.email);
    }
  });

  it('those who may have seen it, so that the test could fail', () => {
    expect(heardBy('own')).toContain(world.canary);
    for (const who of ['agent', 'admin'] as const) expect(heardBy(who), who).toContain(world.noteCanary);
  });
});
