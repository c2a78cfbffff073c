import { cpus, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationSummary } from '../../shared/conversations.ts';
import { assertDelivered } from '../support/assert-delivered.ts';
import { connectConsole } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { NodeProcesses } from '../support/node-processes.ts';
import { startProxy, type TestProxy } from '../support/proxy.ts';
import { RoamingVisitor } from '../support/roaming-visitor.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, Person } from '../support/start-server.ts';

const LONG = { timeoutMs: 30_000 };
/** Nobody waits longer for an acknowledgement, whatever is restarted: on a machine that has nothing else to do. */
const WAIT_MAX_MS = 5_000;
const busyness = () => Math.max(1, (loadavg()[0] ?? 0) / cpus().length);

describe.each(['haproxy', 'nginx'] as const)('two nodes behind %s', (name) => {
  describe.skipIf(isSkipped('redis') || isSkipped(name))('with its file of deploy/', () => {
    let nodes: NodeProcesses;
    let proxy: TestProxy;
    let visitors: RoamingVisitor[] = [];

    beforeAll(async () => {
      nodes = await NodeProcesses.start();
      proxy = await startProxy(name, nodes.proxyPort, nodes.addresses);
    }, 120_000);
    afterAll(async () => {
      await proxy?.close();
      await nodes?.close();
    });
    afterEach(() => {
      for (const visitor of visitors) visitor.close();
      visitors = [];
    });

    /** Half of them in networks that let no WebSocket through. */
    async function arrive(count: number): Promise<void> {
      visitors = Array.from(
        { length: count },
        (_, index) =>
          new RoamingVisitor(nodes.proxyPort, nodes.siteKey, index % 2 === 0 ? 'websocket' : 'polling'),
      );
      await eventually(() => visitors.every(({ welcomes }) => welcomes === 1), LONG);
    }

    const sayAll = (text: string) => {
      for (const [index, visitor] of visitors.entries()) visitor.say(`${text} of ${index}`);
    };

    /** Everybody writes, and again when that is acknowledged, until `work` is done. */
    async function underLoad(work: () => Promise<void>): Promise<void> {
      let working = true;
      const done = work().finally(() => {
        working = false;
      });
      for (let round = 1; working; round++) {
        for (const [index, visitor] of visitors.entries()) {
          if (visitor.journal.at(-1)?.acknowledged !== null) visitor.say(`message ${round} of ${index}`);
        }
        await Promise.race([done, delay(400)]);
      }
      await done;
    }

    it('visitors with and without WebSocket chat with an agent', async () => {
      const url = `http://127.0.0.1:${nodes.proxyPort}`;
      const person = new Person(url);
      expect((await person.post('/session', ADMIN)).status).toBe(200);
      const console = await connectConsole(url, person.cookie, url);
      await arrive(12);
      sayAll('hello');
      await assertDelivered(nodes.db, visitors);
      const heard = () =>
        console
          .told<{ items: ConversationSummary[] }>('conversations:changed')
          .flatMap(({ items }) => items.map(({ id }) => id));
      await eventually(() => {
        const theirs = visitors.map(({ journal }) => journal[0]?.acknowledged?.conversationId);
        expect(heard()).toEqual(expect.arrayContaining(theirs));
      }, LONG);
      // Nobody was moved from node to node meanwhile.
      expect(visitors.map(({ welcomes }) => welcomes)).toEqual(visitors.map(() => 1));
      console.close();
    });

    it('all come back when a node is killed, and nothing is lost or doubled', async () => {
      await arrive(12);
      await underLoad(async () => {
        await delay(800);
        await nodes.b.kill();
        await delay(2_000);
      });
      await assertDelivered(nodes.db, visitors);
      expect(visitors.some(({ welcomes }) => welcomes > 1)).toBe(true);
      await nodes.b.run();
    }, 180_000);

    it('both are restarted under load, and nobody waits long', async () => {
      await arrive(12);
      await underLoad(async () => {
        for (const node of [nodes.a, nodes.b]) {
          await delay(800);
          expect(await node.terminate()).toBe(0);
          await node.run();
          await delay(1_500);
        }
      });
      await assertDelivered(nodes.db, visitors);
      const waits = visitors.flatMap(({ journal }) => journal.map(({ waitedMs }) => waitedMs));
      expect(Math.max(...waits)).toBeLessThan(WAIT_MAX_MS * busyness());
      expect(visitors.some(({ welcomes }) => welcomes > 1)).toBe(true);
    }, 180_000);
  });
});
