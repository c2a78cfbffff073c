import type { WireClient, WireHandlers } from './wire-client.ts';

/** Connections that are opened at the same time. */
export const OPENING_AT_ONCE = 100;

/**
 * Runs tasks 0, 1, 2 ... of which so many are under way at any time.
 * @throws what the first failing task throws
 */
export async function inParallel(
  count: number,
  atOnce: number,
  task: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
}

/**
 * Opens a client and waits until it is ready.
 * @throws Error with what the server said instead
 */
export function opened(
  open: (onReady: () => void, handlers: WireHandlers) => WireClient,
): Promise<WireClient> {
  return new Promise((resolve, reject) => {
    const client: WireClient = open(() => resolve(client), {
      onClosed: (reason) => reject(new Error(`a connection ended: ${reason}`)),
    });
  });
}

/**
 * Sends an event and waits for its answer.
 * @returns the answer as JSON made it
 */
export function answerTo(client: WireClient, event: string, input: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    client.handlers.onAnswer = (_id, frame) => {
      const text = frame.toString('utf8');
      resolve((JSON.parse(text.slice(text.indexOf('['))) as unknown[])[0]);
    };
    client.ask(1, event, JSON.stringify(input));
  });
}
