import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { startProxy, type TestProxy } from '../support/proxy.ts';
import { isSkipped } from '../support/skip.ts';

/** Has the assets of one version. */
async function nodeWith(...names: string[]): Promise<{ server: Server; address: string }> {
  const server = createServer(({ url = '' }, response) => {
    const isThere = ['/healthz', '/readyz', ...names.map((name) => `/assets/${name}`)].includes(url);
    response.writeHead(isThere ? 200 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe.each(['haproxy', 'nginx'] as const)('nodes of two versions behind %s', (name) => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it.skipIf(isSkipped(name))('give each page the files of its own version, whichever is asked', async () => {
    const old = await nodeWith('console-OLDOLD22.js');
    const young = await nodeWith('console-NEWNEW22.js');
    const port = await freePort();
    const proxy: TestProxy = await startProxy(name, port, [old.address, young.address]);
    closing.push(() => proxy.close());
    for (const { server } of [old, young])
      closing.push(
        () => server.close(),
        () => server.closeAllConnections(),
      );
    const ask = async (file: string) => (await fetch(`http://127.0.0.1:${port}/assets/${file}`)).status;
    for (let round = 0; round < 6; round++) {
      expect(await ask('console-OLDOLD22.js')).toBe(200);
      expect(await ask('console-NEWNEW22.js')).toBe(200);
      expect(await ask('console-NEVER222.js')).toBe(404);
    }
  });
});
