import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { postFile, sendFile } from '../support/send-file.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ environment: { ATTACHMENT_MAX_MB: '2' } });
});
afterAll(() => server.close());

/** A visitor who has never been here. */
function stranger(): { site: string; token: string } {
  return { site: server.site().key, token: randomBytes(32).toString('base64url') };
}

function chunks(): Promise<number> {
  return server.app.attachments.collections.chunks.countDocuments({});
}

/** Says that a file of 900,000 bytes comes, and sends none of it yet. */
function beginUpload(as: { site: string; token: string }, clientId: string, localAddress?: string): Socket {
  const { port } = new URL(server.url);
  const query = new URLSearchParams({ site: as.site, name: 'a', clientId });
  const socket = connect({
    port: Number(port),
    host: '127.0.0.1',
    ...(localAddress !== undefined && { localAddress }),
  });
  socket.on('error', () => undefined);
  socket.write(
    `POST /api/v1/widget/attachments?${query} HTTP/1.1\r\nHost: parley\r\nAuthorization: Bearer ${as.token}\r\nContent-Length: 900000\r\n\r\n`,
  );
  return socket;
}

describe('an upload', () => {
  it('of less than was stated is no file, and leaves nothing', async () => {
    const as = stranger();
    const [before, clientId] = [await chunks(), randomUUID()];
    const socket = beginUpload(as, clientId);
    socket.write(randomBytes(600_000));
    await eventually(async () => expect(await chunks()).toBe(before + 2));
    socket.destroy();
    await eventually(async () => expect(await chunks()).toBe(before));
    expect((await sendFile(server.url, as, { clientId, bytes: 'Whole now' })).size).toBe(9);
  });

  it('of many people behind one address does not take the room of all others', async () => {
    const refusals: string[] = [];
    const hanging = Array.from({ length: 25 }, () => {
      const socket = beginUpload(stranger(), randomUUID(), '127.0.0.2');
      socket.once('data', (answer: Buffer) => refusals.push(answer.toString('latin1', 0, 12)));
      return socket;
    });
    await eventually(() => expect(refusals).toEqual(Array(5).fill('HTTP/1.1 429')));
    expect((await postFile(server.url, stranger(), {})).status).toBe(201);
    for (const socket of hanging) socket.destroy();
  });

  it('of a thousand files is stopped soon', async () => {
    const as = stranger();
    let taken = 0;
    let limited = 0;
    for (let sent = 0; sent < 1_000 && limited === 0; sent += 4) {
      const answers = await Promise.all([1, 2, 3, 4].map(() => postFile(server.url, as, {})));
      taken += answers.filter(({ status }) => status === 201).length;
      limited += answers.filter(({ status }) => status === 429).length;
    }
    expect(limited).toBeGreaterThan(0);
    expect(taken).toBeLessThanOrEqual(60);
  });
});
