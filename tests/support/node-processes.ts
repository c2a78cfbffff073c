import type { Connection } from 'mongoose';
import { connectStore } from '../../server/core/db/connect.ts';
import { freePort } from './free-port.ts';
import { TestRedis } from './redis.ts';
import { ServerProcess } from './server-process.ts';
import { ADMIN } from './start-server.ts';
import { startTestStore, type TestStore } from './store.ts';

/** Two nodes as processes of their own, `node-a` and `node-b`, with their store and their Redis. */
export class NodeProcesses {
  readonly a: ServerProcess;
  readonly b: ServerProcess;
  readonly redis: TestRedis;
  readonly db: Connection;
  /** Where a proxy in front of them is to listen. */
  readonly proxyPort: number;
  readonly #store: TestStore;

  private constructor(
    parts: Pick<NodeProcesses, 'a' | 'b' | 'redis' | 'db' | 'proxyPort'>,
    store: TestStore,
  ) {
    this.a = parts.a;
    this.b = parts.b;
    this.redis = parts.redis;
    this.db = parts.db;
    this.proxyPort = parts.proxyPort;
    this.#store = store;
  }

  static async start(): Promise<NodeProcesses> {
    const redis = await TestRedis.start();
    const store = await startTestStore({ tcpPort: 0 });
    const proxyPort = await freePort();
    const environment = {
      MONGODB_URL: store.url,
      REDIS_URL: redis.url,
      SECRET_KEY: 'one secret key for all nodes of the test',
      PUBLIC_URL: `http://127.0.0.1:${proxyPort}`,
      TRUST_PROXY: 'loopback',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
    };
    const a = await ServerProcess.start({ ...environment, NODE_NAME: 'node-a' });
    const b = await ServerProcess.start({ ...environment, NODE_NAME: 'node-b' });
    const db = await connectStore(store.url);
    return new NodeProcesses({ a, b, redis, db, proxyPort }, store);
  }

  /** The first site's. */
  get siteKey(): string {
    return /data-site="([^"]+)"/.exec(this.a.output.replaceAll('\\', ''))?.[1] ?? '';
  }

  /** As proxies name the nodes. */
  get addresses(): [string, string] {
    return [this.a, this.b].map(({ url }) => url.replace('http://localhost', '127.0.0.1')) as [
      string,
      string,
    ];
  }

  async close(): Promise<void> {
    await this.db.close();
    await Promise.all([this.a.close(), this.b.close()]);
    await this.redis.close();
    await this.#store.close();
  }
}
