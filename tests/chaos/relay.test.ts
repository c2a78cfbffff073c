import { describe, expect, it } from 'vitest';
import { socketSplitter, storeSplitter, type Unit } from '../../scripts/chaos/relay/splitter.ts';

/** A WebSocket frame with text, as a browser (masked) or a server sends it. */
function frame(text: string, masked: boolean): Buffer {
  const content = Buffer.from(text);
  const head = content.length < 126 ? [content.length] : [126, content.length >> 8, content.length & 0xff];
  head[0] = (head[0] ?? 0) | (masked ? 0x80 : 0);
  const mask = masked ? [1, 2, 3, 4] : [];
  const sent = content.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81, ...head, ...mask]), sent]);
}

/** An OP_MSG whose document begins with a command and its collection. */
function command(name: string, collection: string, id: number): Buffer {
  const value = Buffer.from(`${collection}\0`);
  const length = Buffer.alloc(4);
  length.writeInt32LE(value.length);
  const fields = Buffer.concat([Buffer.from(`\x02${name}\0`), length, value, Buffer.from([0])]);
  const head = Buffer.alloc(25);
  head.writeInt32LE(head.length + fields.length, 0);
  head.writeInt32LE(id, 4);
  head.writeInt32LE(2013, 12);
  head.writeInt32LE(fields.length + 4, 21);
  return Buffer.concat([head, fields]);
}

/** Gives a stream in pieces of the same size. */
function inPieces(stream: Buffer, bytes: number, split: (chunk: Buffer) => Unit[]): Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < stream.length; at += bytes) units.push(...split(stream.subarray(at, at + bytes)));
  return units;
}

describe('what passes a relay is cut into whole things', () => {
  const HEAD = 'GET /socket.io/ HTTP/1.1\r\nUpgrade: websocket\r\n\r\n';
  const long = `42/widget,["entry",{"text":"${'x'.repeat(300)}"}]`;

  it.each([1, 3, 7, 1_000])('frames of a socket, %i bytes at a time', (bytes) => {
    for (const masked of [true, false]) {
      const stream = Buffer.concat([
        Buffer.from(HEAD),
        frame('42/widget,7["heads"]', masked),
        frame(long, masked),
      ]);
      const units = inPieces(stream, bytes, socketSplitter());
      expect(units.map(({ text }) => text)).toEqual(['', '42/widget,7["heads"]', long]);
      expect(Buffer.concat(units.map((unit) => unit.bytes))).toEqual(stream);
    }
  });

  it('anything else that is no WebSocket as it comes', () => {
    const stream = Buffer.from('GET /healthz HTTP/1.1\r\n\r\nand more');
    const units = inPieces(stream, 10, socketSplitter());
    expect(Buffer.concat(units.map((unit) => unit.bytes))).toEqual(stream);
  });

  it.each([1, 13, 1_000])('commands to the store, %i bytes at a time', (bytes) => {
    const stream = Buffer.concat([command('insert', 'entries', 7), command('findAndModify', 'jobs', 8)]);
    const units = inPieces(stream, bytes, storeSplitter());
    expect(units.map(({ text, id }) => [text, id])).toEqual([
      ['insert entries', 7],
      ['findAndModify jobs', 8],
    ]);
    expect(Buffer.concat(units.map((unit) => unit.bytes))).toEqual(stream);
  });
});
