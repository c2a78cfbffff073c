import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';

/** A WebSocket without manners: it sends what it is told, and reads only if somebody does. */
export interface RawSocket {
  socket: Socket;
  send(packet: string): void;
}

/** Opens one from an address of this machine; rejects where the server refuses it. */
export function openRaw(url: string, siteKey: string, localAddress: string): Promise<RawSocket> {
  return new Promise((resolve, reject) => {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    };
    const path = `${url}/socket.io/?EIO=4&transport=websocket&site=${siteKey}`;
    const asked = request(path, { headers, localAddress, agent: false });
    asked.on('upgrade', (_answer, socket) => {
      socket.on('error', () => socket.destroy());
      resolve({ socket, send: (packet) => void socket.write(frameOf(packet)) });
    });
    asked.on('response', (answer) => {
      answer.resume();
      reject(new Error(`refused with ${answer.statusCode}`));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Joins the widget's namespace as a new visitor. */
export function joinAsVisitor({ send }: RawSocket): void {
  const token = randomBytes(32).toString('base64url');
  const page = { url: 'https://shop.example/', title: '', referrer: '' };
  const auth = { protocol: 1, token, heads: {}, page, language: 'en', timezone: 'UTC' };
  send(`40/widget,${JSON.stringify(auth)}`);
}

/** A text frame under a mask of zeros, which leaves it as it is. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const length = payload.length;
  const head = Buffer.alloc(length < 126 ? 6 : length < 65_536 ? 8 : 14);
  head[0] = 0x81;
  if (length < 126) head[1] = 0x80 | length;
  else if (length < 65_536) {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}
