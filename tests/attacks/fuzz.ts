import { Writable } from 'node:stream';
import fc from 'fast-check';
import { createLog } from '../../server/core/log.ts';
import { ERRORS, type Refusal } from '../../shared/errors.ts';
import { wellFormed } from '../../shared/well-formed.ts';
import { type Client, connectConsole, connectVisitor, say } from '../support/clients.ts';
import { ADMIN, type Person, type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { arbitraryOf } from './arbitrary-of.ts';
import { attackOn, hostileFrame } from './hostile.ts';
import { quickClock } from './quick-clock.ts';
import { QuickRequests } from './quick-request.ts';
import { doorsOf } from './surface.ts';
import { createWorld, type World } from './world.ts';

/** How much faster than life: a socket may send some thousand events a second. */
const TIMES_AS_FAST = 200;
/** A sweep every 6 s, instead of three a second that would be most of the work. */
const TIMERS_AS_FAST = 10;
const ANSWER_WITHIN_MS = 30_000;
/** Attacks at the same time. */
const LANES = 24;
/** Of one seed; the next seed's are others. */
const WAVES_MAX = 1_000_000;
/** Doors behind which a password is hashed: they take longer than all the others together. */
const SLOW = /^(post \/(session|setup|reset|invites\/accept)|put \/me\/password|delete \/session)$/;
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
  /** Which wave of a seed's attacks to begin with, as a failure named it. */
  from?: number;
  /** Called after every wave with how many attacks it had. */
  onWave?(attacks: number): void;
}

/**
 * Attacks in waves: each lane's attack at the same time, over sockets of its own.
 * @returns how often each outcome came about, so that it can be seen that some attacks get past the schemas
 * @throws Error that names the attack, and the wave to begin with to make it again
 */
export async function fuzz({ seed, runs, from = 0, onWave }: FuzzOptions): Promise<Record<string, number>> {
  const logged: string[] = [];
  const target = new Writable({ write: (chunk, _encoding, done) => done(void logged.push(String(chunk))) });
  const server = await startServer({
    clock: quickClock(TIMES_AS_FAST, TIMERS_AS_FAST),
    log: createLog('error', false, target),
    environment: { TRUST_PROXY: 'loopback' },
  });
  const attackers = await Attackers.gather(server);
  const arbitrary = attacks(server, attackers.world);
  const outcomes: Record<string, number> = {};
  try {
    for (let wave = from; wave * LANES < runs; wave++) {
      const lanes = Math.min(LANES, runs - wave * LANES);
      const made = fc.sample(arbitrary, { seed: seed * WAVES_MAX + wave, numRuns: lanes });
      const ended = await Promise.allSettled(made.map((attack, lane) => attackers.run(attack, lane)));
      const faults = ended.flatMap((end, lane) => faultOf(end, made[lane]));
      const said = logged.splice(0).join('');
      if (faults.length > 0 || said !== '') {
        const all = faults.length > 0 ? faults.join('\n') : made.map((attack) => inWords(attack)).join('\n');
        throw new Error(`in wave ${wave} of seed ${seed}:\n${all}\n${said}`);
      }
      for (const end of ended) {
        if (end.status === 'fulfilled') outcomes[end.value] = (outcomes[end.value] ?? 0) + 1;
      }
      onWave?.(lanes);
    }
    await attackers.expectCalm();
  } finally {
    attackers.close();
    await server.close();
  }
  return outcomes;
}

function faultOf(end: PromiseSettledResult<string>, attack: Attack | undefined): string[] {
  if (end.status === 'rejected') return [`${inWords(attack)}: ${String(end.reason)}`];
  return FAULTS.has(end.value) ? [`${inWords(attack)}: ${end.value}`] : [];
}

function inWords(attack: Attack | undefined): string {
  return JSON.stringify(attack).slice(0, 600);
}

/** One attack on any of the server's doors. */
function attacks(server: TestServer, world: World): fc.Arbitrary<Attack> {
  const ids = [world.conversationId, world.contactId, world.agent.agent.id];
  const doors = doorsOf(server.app.surface).map(({ name, parts }) => {
    const arbitraries = parts.map(({ part, schema }) => [
      part,
      attackOn(schema === undefined ? fc.constant(undefined) : arbitraryOf(schema, ids)),
    ]);
    const arbitrary = fc.record({
      door: fc.constant(name),
      who: fc.constantFrom(...ATTACKERS),
      parts: fc.record(Object.fromEntries(arbitraries) as Record<string, fc.Arbitrary<unknown>>),
    });
    return { arbitrary, weight: SLOW.test(name) ? 1 : 10 };
  });
  const frames = {
    arbitrary: fc.record({
      door: fc.constant('frame'),
      who: fc.constantFrom('other' as const, 'elsewhere' as const),
      parts: fc.record({ input: hostileFrame }),
    }),
    weight: 10,
  };
  return fc.oneof(...[...doors, frames].map(({ arbitrary, weight }) => ({ arbitrary, weight })));
}

/** One who attacks by sockets: they are opened again when they were cut. */
interface Lane {
  visitor: Client<unknown>;
  token: string;
  console: Client<unknown>;
}

/** Those who attack. */
class Attackers {
  readonly world: World;
  readonly #server: TestServer;
  readonly #stranger: Person;
  readonly #requests = new QuickRequests();
  readonly #lanes: Lane[];
  readonly #signingIn: Partial<Record<Attacker, Promise<void>>> = {};
  #asked = 0;

  private constructor(server: TestServer, world: World, lanes: Lane[]) {
    this.#server = server;
    this.world = world;
    this.#lanes = lanes;
    this.#stranger = server.person();
  }

  static async gather(server: TestServer): Promise<Attackers> {
    const world = await createWorld(server);
    const lanes: Lane[] = [];
    while (lanes.length < LANES) {
      const visitor = await connectVisitor(server.url, world.site.key);
      await say(visitor, 'something else');
      const { token } = visitor;
      lanes.push({ visitor, token, console: await connectConsole(server.url, world.elsewhere.cookie) });
    }
    return new Attackers(server, world, lanes);
  }

  /** @returns the code of the refusal, or `ok` */
  async run(attack: Attack, nth: number): Promise<string> {
    const lane = this.#lanes[nth];
    if (lane === undefined) throw new Error('there are not so many lanes');
    const [side = ''] = attack.door.split(' ');
    const outcome = await this.#outcomeOf(side, attack, lane);
    for (const { received } of [lane.visitor, lane.console]) {
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
    this.#requests.close();
    for (const { visitor, console } of this.#lanes) for (const client of [visitor, console]) client.close();
    this.world.close();
  }

  #outcomeOf(side: string, attack: Attack, lane: Lane): Promise<string> {
    if (attack.door === 'frame') return this.#sendFrame(attack, lane);
    if (attack.door.endsWith(' handshake')) return this.#shakeHands(side, attack);
    return side === 'widget' || side === 'console' ? this.#emit(side, attack, lane) : this.#ask(attack);
  }

  async #emit(side: string, attack: Attack, lane: Lane): Promise<string> {
    const client = side === 'widget' ? await this.#visitor(lane) : await this.#console(lane);
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

  async #sendFrame({ who, parts }: Attack, lane: Lane): Promise<string> {
    const client = who === 'other' ? await this.#visitor(lane) : await this.#console(lane);
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
    const headers = this.#address();
    const poll = async (session: string, body?: string) => {
      const method = body === undefined ? 'GET' : 'POST';
      return (await this.#requests.ask(method, `${url}${session}`, headers, body)).text;
    };
    const { sid } = JSON.parse((await poll('')).slice(1)) as { sid: string };
    await poll(`&sid=${sid}`, `40/${side},${JSON.stringify(attack.parts.input)}`);
    const told = await poll(`&sid=${sid}`);
    await poll(`&sid=${sid}`, '1');
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
    const isFile = /\/(picture|attachments)$/.test(attack.door) && method !== 'get';
    const sent = isFile ? 'not a picture' : method === 'get' ? undefined : body;
    const reply = await this.#requests.ask(
      method.toUpperCase(),
      `${this.#server.url}/api/v1${filled}${searchOf(query)}`,
      {
        ...this.#address(),
        Origin: this.#server.url,
        'X-Parley': '1',
        ...(person.cookie !== '' && { Cookie: person.cookie }),
        ...(sent !== undefined && { 'Content-Type': 'application/json' }),
      },
      sent === undefined ? undefined : JSON.stringify(sent),
    );
    if (reply.headers['set-cookie']?.some((cookie) => cookie.includes('Max-Age=0'))) person.cookie = '';
    if (attack.who !== 'admin') this.#expectNothingSecret(attack, reply.text);
    if (/\bat .+\.ts:\d+/.test(reply.text))
      throw new Error(`${attack.door} told where it failed: ${reply.text}`);
    if (reply.status < 400) return 'ok';
    return knownCode(attack, (JSON.parse(reply.text) as { code?: unknown }).code);
  }

  /** Each comes from an address of its own, so that what is counted by address does not end the attack. */
  #address(): { 'X-Forwarded-For': string } {
    const from = ++this.#asked;
    return { 'X-Forwarded-For': `10.${(from >> 16) & 255}.${(from >> 8) & 255}.${from & 255}` };
  }

  async #person(who: Attacker): Promise<Pick<Person, 'cookie'>> {
    if (who !== 'admin' && who !== 'elsewhere') return this.#stranger;
    const person = this.world[who];
    // Signing out is one of the attacks. All lanes wait for one who signs in again, as often as an account may.
    if (person.cookie === '') {
      this.#signingIn[who] ??= this.#signIn(person).finally(() => delete this.#signingIn[who]);
      await this.#signingIn[who];
    }
    return person;
  }

  async #signIn(person: SignedIn): Promise<void> {
    const { email } = person.agent;
    person.cookie = (await this.#server.signIn({ email, password: ADMIN.password })).cookie;
  }

  async #visitor(lane: Lane): Promise<Client<unknown>> {
    if (!lane.visitor.socket.connected) {
      lane.visitor.close();
      const { key } = this.world.site;
      lane.visitor = await connectVisitor(this.#server.url, key, { token: lane.token });
    }
    return lane.visitor;
  }

  async #console(lane: Lane): Promise<Client<unknown>> {
    while (!lane.console.socket.connected) {
      lane.console.close();
      const { cookie } = await this.#person('elsewhere');
      // Another lane may sign out at the same time.
      lane.console = await connectConsole(this.#server.url, cookie).catch((refusal: Refusal) => {
        if (refusal.code !== 'not_signed_in') throw refusal;
        if (this.world.elsewhere.cookie === cookie) this.world.elsewhere.cookie = '';
        return lane.console;
      });
    }
    return lane.console;
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
