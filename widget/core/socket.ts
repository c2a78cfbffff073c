/**
 * One connection to a namespace of the server: the packets of Socket.IO (protocol 5), text only. Opened once and
 * never again: who wants another connection makes another socket.
 */
import type { Ack, Refusal } from '../../shared/errors.ts';
import type { WidgetEvents, WidgetHandshake, WidgetServerEvents } from '../../shared/events.ts';
import { ACKNOWLEDGE_TIMEOUT_MS, WELCOME_TIMEOUT_MS } from '../../shared/limits.ts';
import { openLine } from './line.ts';
import type { After } from './timers.ts';

/** The events that are answered, with what goes in and what comes back. */
type Answered = {
  [Name in keyof WidgetEvents as Parameters<WidgetEvents[Name]> extends [unknown, unknown]
    ? Name
    : never]: WidgetEvents[Name] extends (
    input: infer Input,
    ack: (answer: Ack<infer Output>) => void,
  ) => void
    ? { input: Input; output: Output }
    : never;
};

/** The events that are not. */
type Told = Exclude<keyof WidgetEvents, keyof Answered>;

export interface SocketPorts {
  /** Such as `https://chat.example.com`. */
  origin: string;
  siteKey: string;
  handshake(): WidgetHandshake;
  onEvent<Name extends keyof WidgetServerEvents>(
    name: Name,
    detail: Parameters<WidgetServerEvents[Name]>[0],
  ): void;
  /** The end, told once; with what the server refuses, where that is why. */
  onClose(refusal: Refusal | undefined): void;
  after: After;
}

export interface Socket {
  /** Sends what is not answered and may get lost. */
  tell<Name extends Told>(name: Name, input: Parameters<WidgetEvents[Name]>[0]): void;
  /** @throws (rejects) where the outcome is unknown: no answer in time, or the connection is lost */
  ask<Name extends keyof Answered>(
    name: Name,
    input: Answered[Name]['input'],
  ): Promise<Ack<Answered[Name]['output']>>;
  /** Ends without telling `onClose`. */
  close(): void;
}

/** How long opening may take, a second try included, in milliseconds. */
const OPEN_TIMEOUT_MS = 15_000;
/** A packet of our namespace: its type, the number of what is acknowledged, its content. */
const PACKET = /^4(\d)\/widget,(\d*)(.*)$/s;

export function openSocket(ports: SocketPorts): Socket {
  const answers = awaitAnswers(ports.after);
  let refusal: Refusal | undefined;
  let cancelWait: (() => void) | undefined;
  /** How long the server may say nothing, in milliseconds. */
  let patience = OPEN_TIMEOUT_MS;
  let closed = false;
  let welcome = false;

  const send = (type: number, content: unknown, id: number | '' = '') =>
    line.send(`4${type}/widget,${id}${JSON.stringify(content, asItIs)}`);
  const end = () => {
    closed = true;
    cancelWait?.();
    answers.giveUp();
  };
  const wait = () => {
    cancelWait?.();
    cancelWait = ports.after(patience, () => line.close());
  };
  const receive = (type: string, id: number, content: string) => {
    const value = content && JSON.parse(content);
    if (type === '2') {
      if (value[0] === 'welcome') welcome = true;
      if (value[0] === 'refused') refusal = value[1];
      ports.onEvent(value[0], value[1]);
    }
    if (type === '3') answers.take(id, value[0] as never);
    if (type === '4') refusal = value.data;
    if (type === '4' || type === '1') line.close();
  };
  const onPacket = (packet: string) => {
    if (closed) return;
    wait();
    if (packet[0] === '0') {
      const { pingInterval, pingTimeout } = JSON.parse(packet.slice(1));
      patience = pingInterval + pingTimeout;
      send(0, ports.handshake());
    }
    if (packet === '1') line.close();
    if (packet === '2') line.send('3');
    const [, type, id, content] = PACKET.exec(packet) ?? [];
    if (type !== undefined) receive(type, Number(id), content ?? '');
  };
  const onClose = () => {
    if (closed) return;
    end();
    ports.onClose(refusal);
  };
  const url = `${ports.origin}/socket.io/?EIO=4&site=${encodeURIComponent(ports.siteKey)}`;
  const line = openLine(url, { onPacket, onClose }, ports.after);
  wait();
  // The server goes on pinging, whatever has become of its answer to the handshake.
  ports.after(WELCOME_TIMEOUT_MS, () => closed || welcome || line.close());

  return {
    tell(name, input) {
      if (!closed) send(2, [name, input]);
    },
    ask(name, input) {
      if (closed) return Promise.reject(new Error('closed'));
      const { id, answer } = answers.next();
      send(2, [name, input], id);
      return answer;
    },
    close() {
      end();
      line.close();
    },
  };
}

/** A page may have given everything, or all arrays, a `toJSON` of its own: what goes out is what was there before. */
function asItIs(this: Record<string, unknown>, name: string): unknown {
  return this[name];
}

/** Numbers what is asked, and hands each answer to whoever waits for it. */
function awaitAnswers(after: After) {
  const waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
  let count = 0;
  const drop = (id: number) => {
    const one = waiting.get(id);
    waiting.delete(id);
    return one;
  };
  return {
    next(): { id: number; answer: Promise<never> } {
      const id = count++;
      const answer = new Promise<never>((resolve, reject) => waiting.set(id, { resolve, reject }));
      after(ACKNOWLEDGE_TIMEOUT_MS, () => drop(id)?.reject(new Error('no answer')));
      return { id, answer };
    },
    take: (id: number, answer: never) => drop(id)?.resolve(answer),
    giveUp() {
      for (const id of [...waiting.keys()]) drop(id)?.reject(new Error('closed'));
    },
  };
}
