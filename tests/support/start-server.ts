import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { type App, createApp } from '../../server/app.ts';
import { readConfig, settlePort } from '../../server/config.ts';
import { type Clock, systemClock } from '../../server/core/clock.ts';
import { connectStore } from '../../server/core/db/connect.ts';
import { createLog, type Log } from '../../server/core/log.ts';
import type { Agent, AgentRole, Invite } from '../../shared/agents.ts';
import type { Site } from '../../shared/sites.ts';
import { assertFolds } from './assert-folds.ts';
import { startTestStore, type TestStore } from './store.ts';
import { tokenIn } from './token-in.ts';

export const ADMIN = { email: 'admin@parley.example', password: 'a long enough password' };

/** What the server answered. */
export interface Reply {
  status: number;
  /** Read as JSON where it is JSON, else as text. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came, which is what they check
  body: any;
  headers: Headers;
}

interface AskOptions {
  headers?: Record<string, string>;
  /** Sent as it is instead of JSON. */
  bytes?: Uint8Array<ArrayBuffer> | string;
}

/** Somebody who asks the API over HTTP as our own pages do: with a cookie, the header and the origin. */
export class Person {
  readonly url: string;
  cookie = '';

  constructor(url: string) {
    this.url = url;
  }

  /**
   * @param path below `/api/v1`, or from the root where it begins with `//`
   */
  async ask(method: string, path: string, body?: unknown, options: AskOptions = {}): Promise<Reply> {
    const sent = options.bytes ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await fetch(
      path.startsWith('//') ? this.url + path.slice(1) : `${this.url}/api/v1${path}`,
      {
        method,
        redirect: 'manual',
        headers: {
          Origin: this.url,
          'X-Parley': '1',
          ...(this.cookie !== '' && { Cookie: this.cookie }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...options.headers,
        },
        ...(sent !== undefined && { body: sent }),
      },
    );
    for (const cookie of answer.headers.getSetCookie()) {
      this.cookie = cookie.includes('Max-Age=0') ? '' : (cookie.split(';')[0] ?? '');
    }
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, body: isJson ? JSON.parse(text) : text, headers: answer.headers };
  }

  get(path: string): Promise<Reply> {
    return this.ask('GET', path);
  }

  post(path: string, body?: unknown): Promise<Reply> {
    return this.ask('POST', path, body);
  }

  patch(path: string, body?: unknown): Promise<Reply> {
    return this.ask('PATCH', path, body);
  }

  put(path: string, body?: unknown): Promise<Reply> {
    return this.ask('PUT', path, body);
  }

  delete(path: string): Promise<Reply> {
    return this.ask('DELETE', path);
  }
}

/** An agent who is signed in. */
export type SignedIn = Person & { agent: Agent };

export interface TestServer {
  url: string;
  app: App;
  db: Connection;
  /** Somebody who is not signed in. */
  person(): Person;
  /** Signs in; as the first admin unless said. */
  signIn(as?: { email: string; password: string }): Promise<SignedIn>;
  /** Makes an agent by invitation, through the door. */
  addAgent(options?: { role?: AgentRole; siteIds?: string[] | null; name?: string }): Promise<SignedIn>;
  /** The oldest site. */
  site(): Site;
  addSite(name?: string): Promise<Site>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Settings on top of those for tests; without `ADMIN_EMAIL` nobody has set the server up. */
  environment?: Record<string, string>;
  /** A store that other servers use too; it is not closed with the server. */
  store?: TestStore;
  clock?: Clock;
  log?: Log;
}

/** A whole server in this process, on a port and a database of its own, with a first admin and a first site. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'));
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ...options.environment,
  });
  const store = options.store ?? (await startTestStore());
  const db = await connectStore(store.url);
  const log = options.log ?? createLog('silent', false);
  const app = createApp({ config, db, clock: options.clock ?? systemClock, log });
  await app.start();
  await new Promise<void>((resolve) => app.server.listen(0, '127.0.0.1', resolve));
  const { port } = app.server.address() as AddressInfo;
  settlePort(config, port);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    app,
    db,
    person: () => new Person(url),
    signIn: (as = ADMIN) => signIn(url, as),
    addAgent: (agent = {}) => addAgent(url, agent),
    site: () => first(app.sites.all()),
    addSite: (name = 'Another site') => app.sites.create(name),
    async close() {
      // Whoever a test has left here need not be sent away one by one.
      const { console, widget } = app.realtime;
      for (const namespace of [console, widget]) namespace.local.disconnectSockets(true);
      await app.drain();
      await assertFolds(app.conversations.collections);
      await db.close();
      if (options.store === undefined) await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function signIn(url: string, as: { email: string; password: string }): Promise<SignedIn> {
  const person = new Person(url);
  const reply = await person.post('/session', as);
  if (reply.status !== 200) throw new Error(`could not sign in: ${JSON.stringify(reply.body)}`);
  return Object.assign(person, { agent: reply.body as Agent });
}

let invited = 0;

async function addAgent(
  url: string,
  {
    role = 'agent',
    siteIds = null,
    name = 'Ana Souza',
  }: { role?: AgentRole; siteIds?: string[] | null; name?: string },
): Promise<SignedIn> {
  const admin = await signIn(url, ADMIN);
  const email = `agent-${++invited}@parley.example`;
  const invite = (await admin.post('/invites', { email, role, siteIds })).body as Invite & { link: string };
  const token = tokenIn(invite.link);
  const person = new Person(url);
  const reply = await person.post('/invites/accept', { token, name, password: ADMIN.password });
  if (reply.status !== 201) throw new Error(`could not accept: ${JSON.stringify(reply.body)}`);
  return Object.assign(person, { agent: reply.body as Agent });
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('there is none');
  return item;
}
