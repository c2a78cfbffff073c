import { type AddressInfo, createServer } from 'node:net';

/** Below those that the system hands out by itself: between asking and listening nobody else is given it. */
const FIRST = 20_000;
const COUNT = 12_000;

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(FIRST + Math.floor(Math.random() * COUNT), '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
