/** A process that attacks a server until it is ended: `attacker.ts NAME URL SITE_KEY`. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { AttackName } from './attack-names.ts';
import { joinAsVisitor, openRaw, type RawSocket } from './raw-socket.ts';

const [name = '', url = '', siteKey = ''] = process.argv.slice(2);
const { hostname, port } = new URL(url);

/** Many addresses of this machine, so that each is one visitor's. */
function addressOf(number: number): string {
  return `127.1.${(number >> 8) & 255}.${number & 255 || 1}`;
}

async function visitors(count: number, from: (number: number) => string): Promise<RawSocket[]> {
  const open: RawSocket[] = [];
  for (let begun = 0; begun < count; begun += 50) {
    const some = Array.from({ length: 50 }, (_each, at) => openRaw(url, siteKey, from(begun + at)));
    for (const outcome of await Promise.allSettled(some)) {
      if (outcome.status === 'fulfilled') open.push(outcome.value);
    }
  }
  for (const socket of open) joinAsVisitor(socket);
  await delay(500);
  return open;
}

/** The same again for ever, with a breath in between. */
async function again(work: () => Promise<void> | void): Promise<never> {
  for (;;) {
    await work();
    await delay(5);
  }
}

function rawConnection(said: string): void {
  const socket = connect(Number(port), hostname, () => socket.write(said));
  socket.on('error', () => socket.destroy());
  socket.resume();
}

const ATTACKS: Record<AttackName, () => Promise<unknown>> = {
  async 'slow-readers'() {
    const sockets = await visitors(500, addressOf);
    for (const { socket } of sockets) socket.pause();
    const text = 'x'.repeat(10_000);
    await again(() => {
      for (const { send, socket } of sockets) {
        if (socket.destroyed || socket.writableLength > 100_000) continue;
        const message = { to: { openId: randomUUID() }, clientId: randomUUID(), text };
        send(`42/widget,1["message:send",${JSON.stringify(message)}]`);
        send('42/widget,2["heads"]');
      }
      return delay(500);
    });
  },
  async 'one-address'() {
    const sockets = await visitors(200, () => '127.0.0.1');
    await again(() => {
      for (const { send, socket } of sockets) if (!socket.destroyed) send('42/widget,1["heads"]');
    });
  },
  reconnects: () =>
    again(async () => {
      const sockets = await visitors(10_000, addressOf);
      for (const { socket } of sockets) socket.destroy();
    }),
  'large-frames': () =>
    again(async () => {
      const sockets = await visitors(50, addressOf);
      for (const { send } of sockets) send(`42/widget,["x","${'x'.repeat(1024 * 1024)}"]`);
    }),
  'many-frames': () =>
    again(async () => {
      const sockets = await visitors(50, addressOf);
      for (const { send } of sockets) for (let sent = 0; sent < 2_000; sent++) send('42/widget,["x"]');
    }),
  async 'half-open'() {
    for (let opened = 0; opened < 3_000; opened++) {
      rawConnection('GET /healthz HTTP/1.1\r\nHost: a\r\nX: ');
      if (opened % 100 === 0) await delay(5);
    }
    await delay(600_000);
  },
  'header-flood': () =>
    again(() => rawConnection(`GET / HTTP/1.1\r\nHost: a\r\n${'A: b\r\n'.repeat(20_000)}`)),
};

await ATTACKS[name as AttackName]();
