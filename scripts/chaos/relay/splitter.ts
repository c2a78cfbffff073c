/** One whole thing that passes a relay: a frame, a message, or whatever came where nothing is known of its shape. */
export interface Unit {
  bytes: Buffer;
  /** What it says, as far as a fault cares: a Socket.IO packet, or a command and its collection. */
  text: string;
  /** Number of a request to the store. */
  id?: number;
  /** The request that this answers. */
  answers?: number;
}

/** Cuts a stream into whole things; what is not complete waits. */
export type Splitter = (chunk: Buffer) => Unit[];

export function rawSplitter(): Splitter {
  return (chunk) => [{ bytes: chunk, text: '' }];
}

/** A connection of Socket.IO: HTTP, and frames where it becomes a WebSocket. */
export function socketSplitter(): Splitter {
  let rest = Buffer.alloc(0);
  let state: 'head' | 'frames' | 'raw' = 'head';
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const units: Unit[] = [];
    if (state === 'head') {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return [];
      const head = rest.subarray(0, end + 4);
      state = /\r\nupgrade: websocket/i.test(head.toString('latin1')) ? 'frames' : 'raw';
      if (state === 'frames') {
        units.push({ bytes: head, text: '' });
        rest = rest.subarray(end + 4);
      }
    }
    while (rest.length > 0) {
      const length = state === 'raw' ? rest.length : frameLength(rest);
      if (length === null || length > rest.length) break;
      const bytes = rest.subarray(0, length);
      units.push({ bytes, text: state === 'raw' ? '' : frameText(bytes) });
      rest = rest.subarray(length);
    }
    return units;
  };
}

/** Sizes as RFC 6455 section 5.2 has them. @returns null where the head is not complete */
function frameLength(bytes: Buffer): number | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const mask = bytes.readUInt8(1) & 0x80 ? 4 : 0;
  if (short < 126) return 2 + mask + short;
  if (short === 126) return bytes.length < 4 ? null : 4 + mask + bytes.readUInt16BE(2);
  return bytes.length < 10 ? null : 10 + mask + Number(bytes.readBigUInt64BE(2));
}

function frameText(frame: Buffer): string {
  if ((frame.readUInt8(0) & 0x0f) !== 1) return '';
  const short = frame.readUInt8(1) & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if ((frame.readUInt8(1) & 0x80) === 0) return frame.toString('utf8', start);
  const mask = frame.subarray(start, start + 4);
  const content = frame.subarray(start + 4).map((byte, index) => byte ^ mask.readUInt8(index % 4));
  return Buffer.from(content).toString('utf8');
}

/** A connection to the store: messages of MongoDB's wire protocol (OP_MSG), each named by its command. */
export function storeSplitter(): Splitter {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const units: Unit[] = [];
    while (rest.length >= 16 && rest.length >= rest.readInt32LE(0)) {
      const bytes = rest.subarray(0, rest.readInt32LE(0));
      rest = rest.subarray(bytes.length);
      units.push({ bytes, text: commandOf(bytes), id: bytes.readInt32LE(4), answers: bytes.readInt32LE(8) });
    }
    return units;
  };
}

/** Such as `insert entries`: the first field of a command's document, which stands at byte 21. */
function commandOf(message: Buffer): string {
  const STRING = 2;
  const start = 26;
  if (message.length < start || message.readUInt8(start - 1) !== STRING) return '';
  const nameEnd = message.indexOf(0, start);
  const valueEnd = message.indexOf(0, nameEnd + 5);
  return `${message.toString('utf8', start, nameEnd)} ${message.toString('utf8', nameEnd + 5, valueEnd)}`;
}
