import type { Socket } from 'socket.io';
import { type ZodType, z } from 'zod';
import type { Ack } from '../../../shared/errors.ts';
import { Id } from '../../../shared/ids.ts';
import type { Actor } from '../actor.ts';
import type { Clock } from '../clock.ts';
import { isStoreAway } from '../db/store-away.ts';
import type { Gate } from '../gate.ts';
import type { Log } from '../log.ts';
import { parseInput } from '../parse.ts';
import { Refused } from '../refused.ts';
import { type Allowance, TokenBucket } from './token-bucket.ts';

type OutputOf<F> = F extends (input: never, ack: (answer: Ack<infer Output>) => void) => void
  ? Output
  : unknown;

/** Who sent an event, over which socket. */
export interface EventContext<A extends Actor> {
  actor: A;
  socketId: string;
  join(room: string): void;
  leave(room: string): void;
}

/** One event: what it takes, how often, and what it does. It may only throw `Refused`; all else is our fault. */
export interface EventDefinition<A extends Actor, Input, Output> {
  input: ZodType<unknown>;
  limit?: Allowance;
  handle(context: EventContext<A>, input: Input): Promise<Output> | Output;
}

/**
 * The handlers of a noun, by event. The input given to a handler is what its schema made of what came, so that
 * defaults and transforms are in it.
 */
export type EventHandlers<A extends Actor, Events> = {
  // biome-ignore lint/suspicious/noExplicitAny: the schema's output, checked where the handler is written
  [Name in keyof Events]?: EventDefinition<A, any, OutputOf<Events[Name]>>;
};

/** Declares one event so that its handler's input has the type its schema gives. */
export function event<A extends Actor, Input, Output>(definition: {
  input: ZodType<Input>;
  limit?: Allowance;
  handle(context: EventContext<A>, input: Input): Promise<Output> | Output;
}): EventDefinition<A, Input, Output> {
  return definition;
}

const DEFAULT_ALLOWANCE: Allowance = { burst: 30, perSecond: 10 };

/** Counts what goes over a socket, for metrics. */
export type EventObserver = (event: string, outcome: 'ok' | string) => void;

/** What all sockets of a namespace share. */
interface BindOptions<A extends Actor> {
  /** Who is behind a socket now. */
  actorOf(socket: Socket): A;
  gate: Gate;
  clock: Clock;
  log: Log;
  observe: EventObserver;
}

/** Events under way, by socket. */
const underWay = new WeakMap<Socket, number>();

/** Whether something that a socket has sent is not answered yet. */
export function isBeingAnswered(socket: Socket): boolean {
  return (underWay.get(socket) ?? 0) > 0;
}

type AnyHandlers<A extends Actor> = Record<string, EventDefinition<A, unknown, unknown> | undefined>;

/**
 * Lets a socket send these events: each is limited, read by its schema, run, and answered exactly once. What
 * goes wrong inside is logged and answered as `internal`; the sender tries again. Most sockets only listen: so
 * that they cost little, all events share one listener, and what is counted is made when it is first needed.
 */
export function bindEvents<A extends Actor, Events>(
  socket: Socket,
  handlers: EventHandlers<A, Events>,
  options: BindOptions<A>,
): void {
  const definitions = handlers as AnyHandlers<A>;
  let buckets: Map<string, TokenBucket> | null = null;
  socket.onAny((name: string, ...args: unknown[]) => {
    // A name from outside: `constructor` is not an event.
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (definition === undefined) return;
    buckets ??= new Map();
    let bucket = buckets.get(name);
    if (bucket === undefined) {
      bucket = new TokenBucket(definition.limit ?? DEFAULT_ALLOWANCE, options.clock);
      buckets.set(name, bucket);
    }
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as (answer: Ack<unknown>) => void) : undefined;
    const input = args[0] === ack ? undefined : args[0];
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    void answer(name, definition, bucket, input, socket, options, ack);
  });
}

/** One function for all of it: what waits on the way of every message costs. */
async function answer<A extends Actor>(
  name: string,
  definition: EventDefinition<A, unknown, unknown>,
  bucket: TokenBucket,
  input: unknown,
  socket: Socket,
  options: BindOptions<A>,
  ack: ((answer: Ack<unknown>) => void) | undefined,
): Promise<void> {
  let answered: Ack<unknown>;
  try {
    bucket.take();
    const context: EventContext<A> = {
      actor: options.actorOf(socket),
      socketId: socket.id,
      join: (room) => void socket.join(room),
      leave: (room) => void socket.leave(room),
    };
    options.gate.enter();
    try {
      const value = await definition.handle(context, parseInput(definition.input, input));
      answered = { ok: true, value: value ?? null };
    } finally {
      options.gate.leave();
    }
  } catch (error) {
    answered = { ok: false, error: refusalOf(error, name, input, socket, options.log).toRefusal() };
  }
  options.observe(name, answered.ok ? 'ok' : answered.error.code);
  ack?.(answered);
  underWay.set(socket, (underWay.get(socket) ?? 1) - 1);
}

/** What a sender is told of what went wrong; what is our fault is logged. */
function refusalOf(error: unknown, name: string, input: unknown, socket: Socket, log: Log): Refused {
  if (error instanceof Refused) return error;
  if (isStoreAway(error)) {
    log.warn({ err: error, event: name }, 'The store does not answer.');
    return new Refused('unavailable');
  }
  const conversationId = conversationIn(input);
  log.error({ err: error, event: name, socket: socket.id, conversationId }, 'An event failed.');
  return new Refused('internal');
}

/** The conversation that an input names, for the log; undefined where it names none. */
function conversationIn(input: unknown): string | undefined {
  const named = z.looseObject({ conversationId: Id, to: z.looseObject({ conversationId: Id }) }).partial();
  const { conversationId, to } = named.safeParse(input).data ?? {};
  return conversationId ?? to?.conversationId;
}
