import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** Stands between a driver and its store; paused, it holds everything back, as a network that swallows packets. */
export interface PausableProxy {
  /** The store's address by way of the proxy. */
  url: string;
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** @param url a `mongodb://` address with one host or one unix socket */
export async function pausableProxy(url: string): Promise<PausableProxy> {
  const [, host = ''] = /^mongodb:\/\/([^/]+)/.exec(url) ?? [];
  const target = decodeURIComponent(host);
  const sockets: Socket[] = [];
  let paused = false;
  const server = createServer((near) => {
    const [name = '', port] = target.split(':');
    const far = target.startsWith('/') ? createConnection(target) : createConnection(Number(port), name);
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
    // Who comes in the meantime waits with the others.
    if (!paused) near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: url.replace(host, `127.0.0.1:${port}`),
    pause: () => {
      paused = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    resume: () => {
      paused = false;
      for (let at = 0; at < sockets.length; at += 2) {
        const [near, far] = sockets.slice(at, at + 2);
        if (near && far) near.pipe(far).pipe(near);
      }
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
