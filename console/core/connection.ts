/** The console's socket: opened, watched and opened again. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import type { Ack, Refusal } from '../../shared/errors.ts';
import type { ConsoleEvents, ConsoleHandshake, ConsoleServerEvents } from '../../shared/events.ts';
import { isFinal } from '../../shared/is-final.ts';
import {
  ACKNOWLEDGE_TIMEOUT_MS,
  LAST_TRY_MS,
  OFFLINE_SHOWN_AFTER_MS,
  PROTOCOL_VERSION,
  RETRY_MIN_MS,
  WELCOME_TIMEOUT_MS,
} from '../../shared/limits.ts';
import { retryDelayMs } from '../../shared/outbox.ts';
import { UNREACHABLE } from './api.ts';
import type { Time } from './at-most-every.ts';

/** What the agent may know of the connection. */
export type Link =
  /** Not yet there, or lost for so short that nobody needs to know. */
  | { kind: 'connecting' }
  /** The handshake is answered. */
  | { kind: 'live' }
  | { kind: 'offline' }
  /** The server will not have this page; trying again unchanged cannot help. */
  | { kind: 'refused'; refusal: Refusal };

type ConsoleSocket = Socket<ConsoleServerEvents, ConsoleEvents>;

/** The events that are answered, with what goes in and what comes back. */
type Answered = {
  [Name in keyof ConsoleEvents as Parameters<ConsoleEvents[Name]> extends [unknown, unknown]
    ? Name
    : never]: ConsoleEvents[Name] extends (
    input: infer Input,
    ack: (answer: Ack<infer Output>) => void,
  ) => void
    ? { input: Input; output: Output }
    : never;
};

export interface Connection {
  readonly link: ReadonlySignal<Link>;
  on: ConsoleSocket['on'];
  /** @throws (rejects) where the outcome is unknown: no answer in time, or the connection is lost */
  ask<Name extends keyof Answered>(
    name: Name,
    input: Answered[Name]['input'],
  ): Promise<Ack<Answered[Name]['output']>>;
  /**
   * Like `ask`, but waits for a connection that is just being made, and answers an unknown outcome with a
   * refusal that may be tried again.
   */
  request<Name extends keyof Answered>(
    name: Name,
    input: Answered[Name]['input'],
  ): Promise<Ack<Answered[Name]['output']>>;
  /** Sends what may get lost, and only while connected. */
  typing(conversationId: string, typing: boolean): void;
  open(): void;
  /** Where the next attempt is waited for, it is made now: the network may be back. */
  hurry(): void;
  close(): void;
}

/**
 * Stays closed until `open` is called, then connected until `close`.
 * @param waiting how much waits to be sent, for the metrics of the server
 */
export function createConnection(
  origin: string,
  time: Time,
  waiting: () => number,
  random: () => number = Math.random,
): Connection {
  const socket: ConsoleSocket = io(`${origin}/console`, {
    auth: (give: (handshake: ConsoleHandshake) => void) =>
      give({ protocol: PROTOCOL_VERSION, waiting: waiting() }),
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    autoConnect: false,
    // After signing in again the handshake has to carry the new cookie: no connection is kept.
    forceNew: true,
    // The library neither waits as long as the server asks nor hurries when the network is back.
    reconnection: false,
  });
  const link = signal<Link>({ kind: 'connecting' });
  const watch = watchLink(socket, time, random, (next) => {
    link.value = next;
  });
  const ask: Connection['ask'] = (name, input) => {
    if (!socket.connected) return Promise.reject(new Error('not connected'));
    // The library's types cannot follow a generic name; `Answered` is derived from the same table of events.
    const timed = socket.timeout(ACKNOWLEDGE_TIMEOUT_MS) as unknown as {
      emitWithAck(name: string, input: unknown): Promise<never>;
    };
    return timed.emitWithAck(name, input);
  };
  return {
    link,
    on: socket.on.bind(socket),
    ask,
    async request(name, input) {
      await settled(link);
      return ask(name, input).catch(() => ({ ok: false, error: UNREACHABLE }));
    },
    typing(conversationId, typing) {
      if (socket.connected) socket.emit('typing', { conversationId, typing });
    },
    open() {
      watch.begin();
      socket.connect();
    },
    hurry: watch.hurry,
    close() {
      watch.end();
      socket.disconnect();
    },
  };
}

/** Resolves when it is known whether there is a connection. */
function settled(link: ReadonlySignal<Link>): Promise<void> {
  if (link.peek().kind !== 'connecting') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = link.subscribe(({ kind }) => {
      if (kind === 'connecting') return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

/** Says how the connection is, and connects again where it is lost. */
function watchLink(socket: ConsoleSocket, time: Time, random: () => number, onLink: (link: Link) => void) {
  let attempts = 0;
  let farewell: Refusal | undefined;
  let cancelOffline: (() => void) | null = null;
  let cancelRetry: (() => void) | null = null;
  let cancelWelcome: (() => void) | null = null;
  /** Waits for the next attempt, and not because the server has asked for it. */
  let mayHurry = false;
  /** Lost for so long that the next failure is shown. */
  let isDoubtful = false;

  /**
   * Shows nothing yet: most breaks are over before anybody needs to know. Then one more attempt has to fail first,
   * or to take long: what would be over in the next moment would be a flash.
   */
  function begin(): void {
    if (cancelOffline) return;
    onLink({ kind: 'connecting' });
    isDoubtful = false;
    // Spread, because a server that went away has lost all pages in the same moment.
    cancelOffline = time.after(OFFLINE_SHOWN_AFTER_MS + (RETRY_MIN_MS / 2) * random(), () => {
      cancelOffline = time.after(LAST_TRY_MS, () => onLink({ kind: 'offline' }));
      isDoubtful = true;
      hurry();
    });
  }
  function end(): void {
    mayHurry = false;
    cancelRetry?.();
    cancelOffline?.();
    cancelWelcome?.();
    cancelRetry = null;
    cancelOffline = null;
  }
  function connect(): void {
    mayHurry = false;
    cancelRetry?.();
    cancelRetry = null;
    socket.connect();
  }
  function hurry(): void {
    if (mayHurry) connect();
  }
  function lost(refusal: Refusal | undefined): void {
    begin();
    if (refusal && isFinal(refusal.code)) {
      end();
      onLink({ kind: 'refused', refusal });
      return;
    }
    if (isDoubtful) onLink({ kind: 'offline' });
    mayHurry = refusal?.retryAfterMs === undefined;
    const delayMs = Math.max(refusal?.retryAfterMs ?? 0, retryDelayMs(++attempts, random()));
    cancelRetry?.();
    cancelRetry = time.after(delayMs, connect);
  }

  socket.on('connect', () => {
    cancelWelcome?.();
    // Without an answer to the handshake nothing can be done with it: another one is made.
    cancelWelcome = time.after(WELCOME_TIMEOUT_MS, () => socket.io.engine.close());
  });
  socket.on('welcome', () => {
    attempts = 0;
    end();
    onLink({ kind: 'live' });
  });
  socket.on('refused', (refusal) => {
    farewell = refusal;
  });
  socket.on('connect_error', (error: Error & { data?: Refusal }) => lost(error.data));
  socket.on('disconnect', (reason) => {
    cancelWelcome?.();
    const refusal = farewell;
    farewell = undefined;
    if (reason !== 'io client disconnect') lost(refusal);
  });
  return { begin, end, hurry };
}
