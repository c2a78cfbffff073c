/**
 * The clock of a process of a run. Clients wait more quickly than people have to (a head check, an acknowledgement,
 * the next attempt), so that a run is over in seconds; a node's clock may be wrong, and jump. Loaded before anything
 * else, because it replaces what the process has.
 */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';

export interface ClockSettings {
  /** Delays are divided by this. */
  speed: number;
  /** How wrong the clock is, in milliseconds. */
  offsetMs: number;
}

/** Longer than this clients wait only for the pings of the server, whose clock is not quickened. */
const QUICKENED_MAX_MS = 40_000;

const { speed, ...settings } = JSON.parse(process.env.CHAOS_CLOCK ?? '{}') as ClockSettings;
let { offsetMs } = settings;

const RealDate = Date;
const now = () => RealDate.now() + offsetMs;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});

if (speed !== 1) {
  const wait = timers.setTimeout;
  const quickened = (task: () => void, delayMs = 0, ...rest: []) =>
    wait(task, delayMs > QUICKENED_MAX_MS ? delayMs : delayMs / speed, ...rest);
  timers.setTimeout = Object.assign(quickened, wait);
  syncBuiltinESMExports();
  globalThis.setTimeout = timers.setTimeout;
}

/** The clock jumps: from now on it is wrong by so much. */
process.on('message', (message: { kind: string; offsetMs: number }) => {
  if (message.kind === 'clock') offsetMs = message.offsetMs;
});
// Whoever listens keeps the process alive; this alone must not.
process.channel?.unref();
