import { setTimeout as delay } from 'node:timers/promises';

/** How long to try and how often, in milliseconds. */
export type Patience = { timeoutMs?: number; intervalMs?: number };

/** What a function gives that gives nothing. */
type Nothing = ReturnType<() => void>;

/**
 * Refuses attempts that find something or `undefined`: at run time they look like an assertion that holds,
 * which gives `undefined` too. `?? null` makes them plain.
 */
type Unmistakable<Result> = [Result] extends [Nothing] ? unknown : undefined extends Result ? never : unknown;

/**
 * Waits until something holds: until `attempt` no longer throws, and gives nothing at all or something
 * truthy. So it may be assertions, or a look for something.
 *
 * @returns what the attempt gave that held
 * @throws Error at the end of the patience, saying why the last attempt failed
 */
export function eventually<Attempt extends () => unknown>(
  attempt: Attempt & Unmistakable<Awaited<ReturnType<Attempt>>>,
  patience?: Patience,
): Promise<Exclude<Awaited<ReturnType<Attempt>>, null | false>>;
export async function eventually(
  attempt: () => unknown,
  { timeoutMs = 20_000, intervalMs = 20 }: Patience = {},
): Promise<unknown> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const result = await attempt();
      if (result === undefined || result) return result;
      cause = new Error(`it gave ${JSON.stringify(result)}`);
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`did not come about within ${timeoutMs} ms: ${reason}`, { cause });
    }
    await delay(intervalMs);
  }
}
