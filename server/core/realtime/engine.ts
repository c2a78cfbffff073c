import type { IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { Server as EngineServer, transports } from 'engine.io';

type WebSocketTransport = InstanceType<typeof transports.websocket>;
type Packets = Parameters<WebSocketTransport['send']>[0];
/** A packet as text, or as the frame that a broadcast has made once for all who hear it. */
type Piece = string | readonly Buffer[];

/** What the plain one keeps to itself. */
interface Inside {
  socket: OpenWebSocket;
  /** Goes on with what waits. */
  _onSentLast(error?: Error | null): void;
}

/** Of what `ws` keeps, what is needed to write past it; its own writes go the same way and stay in order. */
interface OpenWebSocket {
  readyState: number;
  readonly OPEN: number;
  _socket: TcpSocket;
}

const FINAL_TEXT = 0x81;
const LONGEST_SHORT = 125;
const LONGEST_MEDIUM = 0xffff;

/**
 * WebSocket that hands the system everything it has to send at once. The plain one makes a call for each packet,
 * which costs more than all that the server does with a message: an agent who watches gets dozens of entries from
 * every group that is committed.
 */
class GatheringWebSocket extends transports.websocket {
  override send(packets: Packets): void {
    const { socket: web, _onSentLast: onSent } = this as unknown as Inside;
    const pieces = packets.map((packet) => this.#pieceOf(packet));
    if (web.readyState !== web.OPEN || !pieces.every((piece) => piece !== undefined)) {
      super.send(packets);
      return;
    }
    this.writable = false;
    const [only] = pieces;
    const frame = pieces.length === 1 && typeof only === 'string' ? shortFrame(only) : undefined;
    if (frame === undefined) web._socket.write(framesOf(pieces), onSent);
    else web._socket.write(frame, 'latin1', onSent);
  }

  /** Undefined for bytes, which Parley never sends but the protocol knows. */
  #pieceOf(packet: Packets[number]): Piece | undefined {
    const options = packet.options as { wsPreEncodedFrame?: readonly Buffer[] } | undefined;
    if (options?.wsPreEncodedFrame !== undefined) return options.wsPreEncodedFrame;
    let piece: Piece | undefined;
    this.parser.encodePacket(packet, this.supportsBinary, (encoded: unknown) => {
      if (typeof encoded === 'string') piece = encoded;
    });
    return piece;
  }
}

/**
 * A short text in one frame, a character for each byte: most are the answers to who has sent something, and the
 * system takes a text without a buffer made for it. Undefined for all others.
 */
function shortFrame(text: string): string | undefined {
  const isPlain = text.length <= LONGEST_SHORT && Buffer.byteLength(text) === text.length;
  return isPlain ? String.fromCharCode(FINAL_TEXT, text.length) + text : undefined;
}

/** The pieces one behind the other, texts as frames of their own (RFC 6455 section 5.2; a server's are not masked). */
function framesOf(pieces: readonly Piece[]): Buffer {
  let length = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') length += frameLength(Buffer.byteLength(piece));
    else for (const part of piece) length += part.length;
  }
  const frames = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') offset = writeFrame(frames, offset, piece);
    else {
      for (const part of piece) {
        frames.set(part, offset);
        offset += part.length;
      }
    }
  }
  return frames;
}

function headLength(bytes: number): number {
  if (bytes <= LONGEST_SHORT) return 2;
  return bytes <= LONGEST_MEDIUM ? 4 : 10;
}

function frameLength(bytes: number): number {
  return headLength(bytes) + bytes;
}

/** @returns where the frame ends */
function writeFrame(frames: Buffer, start: number, text: string): number {
  const bytes = Buffer.byteLength(text);
  const head = headLength(bytes);
  frames[start] = FINAL_TEXT;
  if (head === 2) frames[start + 1] = bytes;
  else if (head === 4) {
    frames[start + 1] = 126;
    frames.writeUInt16BE(bytes, start + 2);
  } else {
    frames[start + 1] = 127;
    frames.writeBigUInt64BE(BigInt(bytes), start + 2);
  }
  frames.write(text, start + head, 'utf8');
  return start + head + bytes;
}

/** Engine.IO with the WebSocket above. */
export class GatheringEngine extends EngineServer {
  protected override createTransport(name: 'polling' | 'websocket', request: IncomingMessage) {
    if (name !== 'websocket') return super.createTransport(name, request);
    return new GatheringWebSocket(request as ConstructorParameters<typeof transports.websocket>[0]);
  }
}
