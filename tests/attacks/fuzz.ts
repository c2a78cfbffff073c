import { Writable } from 'node:stream';
import fc from 'fast-check';
import { createLog } from '../../server/core/log.ts';
import { ERRORS } from '../../shared/errors.ts';
import { wellFormed } from '../../shared/well-formed.ts';
import { type Client, connectConsole, connectVisitor, say } from '../support/clients.ts';
import { ADMIN, type Person, startServer, type TestServer } from '../support/start-server.ts';
import { arbitraryOf } from './arbitrary-of.ts';
import { attackOn, hostileFrame } from './hostile.ts';
import { quickClock } from './quick-clock.ts';
import { doorsOf } from './surface.ts';
import { createWorld, type World } from './world.ts';

/** How much faster than life: a socket may send some thousand events a second. */
const TIMES_AS_FAST = 200;
const ANSWER_WITHIN_MS = 30_000;
/** Refusals that would be our fault: there is a store, and nothing is wrong with it. */
const FAULTS = new Set(['internal', 'unavailable']);

/** Who attacks: nobody of them may see the conversation with the canary. */
const ATTACKERS = ['other', 'signedOut', 'elsewhere', 'admin'] as const;
type Attacker = (typeof ATTACKERS)[number];

interface Attack {
  door: string;
  who: Attacker;
  /** By part: path, query and body, or input. */
  parts: Record<string, unknown>;
}

export interface FuzzOptions {
  /** The same seed makes the same attacks. */
  seed: number;
  runs: number;
  /** Where in a seed's attacks to begin, as a failure named it. */
  path?: string;
  /** Called after every attack. */
  onRun?(): void;
}

/** @returns how often each outcome came about, so that it can be seen that some attacks get past the schemas */
export async function fuzz({ seed, runs, path, onRun }: FuzzOptions): Promise<Record<string, number>> {
  const logged: string[] = [];
  const target = new Writable({ write: (chunk, _encoding, done) => done(void logged.push(String(chunk))) });
  const server = await startServer({
    clock: quickClock(TIMES_AS_FAST),
    log: createLog('error', false, target),
    environment: { TRUST_PROXY: 'loopback' },
  });
  const attackers = await Attackers.gather(server);
  const outcomes: Record<string, number> = {};
  const property = fc.asyncProperty(attacks(server, attackers.world), async (attack) => {
    const outcome = await attackers.run(attack);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    onRun?.();
    const fault = logged.splice(0).join('');
    if (FAULTS.has(outcome)) throw new Error(`${attack.door} answered ${outcome}: ${fault}`);
    if (fault !== '') throw new Error(`${attack.door} was logged as our fault: ${fault}`);
  });
  try {
    await fc.assert(property, { seed, numRuns: runs, ...(path !== undefined && { path }) });
    await attackers.expectCalm();
  } finally {
    attackers.close();
    await server.close();
  }
  return outcomes;
}

/** One attack on any of the server's doors. */
function attacks(server: TestServer, world: World): fc.Arbitrary<Attack> {
  const ids = [world.conversationId, world.contactId, world.agent.agent.id];
  const doors = doorsOf(server.app.surface).map(({ name, parts }) => {
    const arbitraries = parts.map(({ part, schema }) => [
      part,
      attackOn(schema === undefined ? fc.constant(undefined) : arbitraryOf(schema, ids)),
    ]);
    return fc.record({
      door: fc.constant(name),
      who: fc.constantFrom(...ATTACKERS),
      parts: fc.record(Object.fromEntries(arbitraries) as Record<string, fc.Arbitrary<unknown>>),
    });
  });
  const frames = fc.record({
    door: fc.constant('frame'),
    who: fc.constantFrom('other' as const, 'elsewhere' as const),
    parts: fc.record({ input: hostileFrame }),
  });
  return fc.oneof(...doors, frames);
}

/** Those who attack, with sockets that are opened again when they were cut. */
class Attackers {
  readonly world: World;
  readonly #server: TestServer;
  readonly #stranger: Person;
  #requests = 0;

  private constructor(server: TestServer, world: World) {
    this.#server = server;
    this.world = world;
    this.#stranger = server.person();
  }

  static async gather(server: TestServer): Promise<Attackers> {
    return new Attackers(server, await createWorld(server));
  }

  /** @returns the code of the refusal, or `ok` */
  async run(attack: Attack): Promise<string> {
    const [side = ''] = attack.door.split(' ');
    const outcome = await this.#outcomeOf(side, attack);
    for (const who of ['other', 'elsewhere'] as const) {
      const { received } = who === 'other' ? this.world.other : this.world.consoles.elsewhere;
      this.#expectNothingSecret(attack, JSON.stringify(received.splice(0)));
    }
    return outcome;
  }

  /** Those who do nothing wrong go on as before. */
  async expectCalm(): Promise<void> {
    const { key } = this.world.site;
    const calm = await connectVisitor(this.#server.url, key);
    const { seq } = await say(calm, 'Is anybody there?');
    calm.close();
    if (seq !== 1) throw new Error(`a calm visitor’s first message is number ${seq}`);
  }

  close(): void {
    this.world.close();
  }

  #outcomeOf(side: string, attack: Attack): Promise<string> {
    if (attack.door === 'frame') return this.#sendFrame(attack);
    if (attack.door.endsWith(' handshake')) return this.#shakeHands(side, attack);
    return side === 'widget' || side === 'console' ? this.#emit(side, attack) : this.#ask(attack);
  }

  async #emit(side: string, attack: Attack): Promise<string> {
    const client = side === 'widget' ? await this.#visitor() : await this.#console();
    const event = attack.door.slice(side.length + 1);
    const answer = await Promise.race([
      client.socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, attack.parts.input),
      new Promise<'cut'>((resolve) => client.socket.once('disconnect', () => resolve('cut'))),
    ]);
    client.socket.off('disconnect');
    if (answer === 'cut') return 'cut';
    this.#expectNothingSecret(attack, JSON.stringify(answer));
    if (answer.ok === true) return 'ok';
    return knownCode(attack, answer.error?.code);
  }

  async #sendFrame({ who, parts }: Attack): Promise<string> {
    const client = who === 'other' ? await this.#visitor() : await this.#console();
    client.socket.io.engine.write(String(parts.input));
    // Whatever it was, what is sent after it tells whether the connection has survived it.
    const event = who === 'other' ? 'heads' : 'conversations:counts';
    const after = client.socket.timeout(ANSWER_WITHIN_MS).emitWithAck(event, null);
    const cut = new Promise((resolve) => client.socket.once('disconnect', resolve));
    await Promise.race([after.catch(() => undefined), cut]);
    client.socket.off('disconnect');
    return client.socket.connected ? 'ignored' : 'cut';
  }

  async #shakeHands(side: string, attack: Attack): Promise<string> {
    const query = new URLSearchParams({ EIO: '4', transport: 'polling', site: this.world.site.key });
    const url = `${this.#server.url}/socket.io/?${query}`;
    const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1)) as { sid: string };
    await fetch(`${url}&sid=${sid}`, {
      method: 'POST',
      body: `40/${side},${JSON.stringify(attack.parts.input)}`,
    });
    const told = await (await fetch(`${url}&sid=${sid}`)).text();
    await fetch(`${url}&sid=${sid}`, { method: 'POST', body: '1' }).then((reply) => reply.text());
    this.#expectNothingSecret(attack, told);
    return told.startsWith('44') ? knownCode(attack, /"code":"(\w+)"/.exec(told)?.[1]) : 'ok';
  }

  async #ask(attack: Attack): Promise<string> {
    const { path = {}, query = {}, body } = attack.parts;
    const [method = '', pattern = ''] = attack.door.split(' ');
    const filled = pattern.replace(/:(\w+)/g, (_whole, name: string) =>
      segment((path as Named | null)?.[name]),
    );
    const person = await this.#person(attack.who);
    const search = searchOf(query);
    const isFile = attack.door === 'put /me/picture';
    const sent = isFile ? 'not a picture' : method === 'get' ? undefined : body;
    // Each from an address of its own, so that what is counted by address does not end the attack.
    const from = ++this.#requests;
    const headers = { 'X-Forwarded-For': `10.${(from >> 16) & 255}.${(from >> 8) & 255}.${from & 255}` };
    const reply = await person.ask(method.toUpperCase(), `${filled}${search}`, sent, { headers });
    const said = JSON.stringify(reply.body ?? null);
    if (attack.who !== 'admin') this.#expectNothingSecret(attack, said);
    if (/\bat .+\.ts:\d+/.test(said)) throw new Error(`${attack.door} told where it failed: ${said}`);
    if (reply.status < 400) return 'ok';
    return knownCode(attack, reply.body?.code);
  }

  async #person(who: Attacker): Promise<Person> {
    if (who !== 'admin' && who !== 'elsewhere') return this.#stranger;
    const person = this.world[who];
    const { email } = person.agent;
    // Signing out is one of the attacks.
    if (person.cookie === '')
      person.cookie = (await this.#server.signIn({ email, password: ADMIN.password })).cookie;
    return person;
  }

  async #visitor(): Promise<Client<unknown>> {
    const { other, site } = this.world;
    if (!other.socket.connected) {
      other.close();
      this.world.other = await connectVisitor(this.#server.url, site.key, { token: other.token });
    }
    return this.world.other;
  }

  async #console(): Promise<Client<unknown>> {
    const { consoles } = this.world;
    if (!consoles.elsewhere.socket.connected) {
      consoles.elsewhere.close();
      const { cookie } = await this.#person('elsewhere');
      consoles.elsewhere = await connectConsole(this.#server.url, cookie);
    }
    return consoles.elsewhere;
  }

  #expectNothingSecret({ door }: Attack, said: string): void {
    for (const secret of [this.world.canary, this.world.noteCanary]) {
      if (said.includes(secret))
        throw new Error(`${door} told what is somebody else’s: ${said.slice(0, 500)}`);
    }
  }
}

type Named = Record<string, unknown>;

function segment(value: unknown): string {
  return encodeURIComponent(wellFormedText(value)) || 'x';
}

function searchOf(query: unknown): string {
  if (typeof query !== 'object' || query === null) return '';
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormedText(value))}`,
  );
  return `?${pairs.join('&').slice(0, 8_000)}`;
}

function wellFormedText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  return wellFormed(text.slice(0, 2_000));
}

function knownCode({ door }: Attack, code: unknown): string {
  if (typeof code === 'string' && Object.hasOwn(ERRORS, code)) return code;
  throw new Error(`${door} answered what is no code of ours: ${String(code)}`);
}
