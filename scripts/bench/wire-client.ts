import { connect, type Socket } from 'node:net';

const NOTHING: Buffer = Buffer.alloc(0);
const TEXT = 1;
const CLOSE = 8;

/** What a client does with what comes; each is called on the way of every frame, so it is kept cheap. */
export interface WireHandlers {
  /** The namespace is joined. */
  onJoined?(client: WireClient): void;
  /** An event arrived: the whole frame as it came, valid only during the call. */
  onEvent?(frame: Buffer, client: WireClient): void;
  /** An answer arrived: which one, and the frame as above. */
  onAnswer?(id: number, frame: Buffer, client: WireClient): void;
  /** The connection is gone, or was refused: why. */
  onClosed?(reason: string): void;
}

export interface WireOptions {
  port: number;
  /** Socket.IO namespace; `/` is the one everybody has. */
  namespace: string;
  /** Put behind the path's own query, such as `&site=KEY`. */
  query?: string;
  /** Lines of the request, such as `Cookie: …`. */
  headers?: readonly string[];
  /** Socket.IO's `auth`. */
  auth?: unknown;
}

/**
 * A client of Socket.IO over WebSocket that does next to nothing (RFC 6455, Engine.IO 4, Socket.IO 5): what is
 * measured is the server, and the machine is shared with it. Sends ASCII only.
 */
export class WireClient {
  readonly handlers: WireHandlers;
  readonly #socket: Socket;
  readonly #prefix: string;
  readonly #auth: string;
  #upgraded = false;
  #rest: Buffer = NOTHING;

  constructor(options: WireOptions, handlers: WireHandlers) {
    this.handlers = handlers;
    this.#prefix = options.namespace === '/' ? '' : `${options.namespace},`;
    this.#auth = options.auth === undefined ? '' : JSON.stringify(options.auth);
    this.#socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('connect', () => this.#socket.write(upgradeRequest(options)));
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (error) => handlers.onClosed?.(error.message));
    this.#socket.on('close', () => handlers.onClosed?.('closed'));
  }

  /**
   * Sends an event that is answered.
   * @param id comes back with the answer
   * @param input as JSON
   */
  ask(id: number, event: string, input: string): void {
    this.#send(`42${this.#prefix}${id}["${event}",${input}]`);
  }

  /** Stops reading; what comes is left to the system. */
  pause(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }

  #send(text: string): void {
    const { length } = text;
    const offset = length < 126 ? 6 : 8;
    const frame = Buffer.allocUnsafe(offset + length);
    frame[0] = 0x80 | TEXT;
    frame[1] = 0x80 | (length < 126 ? length : 126);
    if (length >= 126) frame.writeUInt16BE(length, 2);
    frame.writeUInt32BE(0, offset - 4); // a mask of zeros leaves the text as it is
    frame.write(text, offset, 'latin1');
    this.#socket.write(frame);
  }

  #take(chunk: Buffer): void {
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    if (!this.#upgraded) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#rest = data;
        return;
      }
      if (data.toString('latin1', 9, 12) !== '101') {
        this.handlers.onClosed?.(data.toString('latin1', 0, 300));
        this.#socket.destroy();
        return;
      }
      this.#upgraded = true;
      data = data.subarray(end + 4);
    }
    this.#rest = Buffer.from(this.#takeFrames(data));
  }

  /** @returns what is not a whole frame yet */
  #takeFrames(data: Buffer): Buffer {
    let offset = 0;
    while (data.length - offset >= 2) {
      let length = (data[offset + 1] ?? 0) & 0x7f;
      let head = 2;
      if (length === 126) {
        if (data.length - offset < 4) break;
        length = data.readUInt16BE(offset + 2);
        head = 4;
      } else if (length === 127) {
        if (data.length - offset < 10) break;
        length = Number(data.readBigUInt64BE(offset + 2));
        head = 10;
      }
      if (data.length - offset < head + length) break;
      const start = offset + head;
      this.#takeFrame((data[offset] ?? 0) & 0xf, data.subarray(start, start + length));
      offset = start + length;
    }
    return offset < data.length ? data.subarray(offset) : NOTHING;
  }

  #takeFrame(kind: number, frame: Buffer): void {
    if (kind === CLOSE) this.#socket.end();
    if (kind !== TEXT) return;
    switch (frame.toString('latin1', 0, 2)) {
      case '42':
        this.handlers.onEvent?.(frame, this);
        break;
      case '43':
        this.handlers.onAnswer?.(answerId(frame, 2 + this.#prefix.length), frame, this);
        break;
      case '40':
        this.handlers.onJoined?.(this);
        break;
      case '44':
        this.handlers.onClosed?.(frame.toString('utf8'));
        break;
      default:
        if (frame[0] === 0x30) this.#send(`40${this.#prefix}${this.#auth}`);
        else if (frame[0] === 0x32) this.#send('3');
    }
  }
}

function answerId(frame: Buffer, start: number): number {
  let id = 0;
  for (let at = start; at < frame.length; at++) {
    const digit = (frame[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    id = id * 10 + digit;
  }
  return id;
}

function upgradeRequest({ port, query = '', headers = [] }: WireOptions): string {
  return [
    `GET /socket.io/?EIO=4&transport=websocket${query} HTTP/1.1`,
    `Host: localhost:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    `Origin: http://localhost:${port}`,
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36',
    'Accept-Language: en-US,en;q=0.9',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
    '\r\n',
  ].join('\r\n');
}
