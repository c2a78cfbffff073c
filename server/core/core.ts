import type { Connection } from 'mongoose';
import type { Config } from '../config.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** What every feature is built on. */
export interface Core {
  config: Config;
  db: Connection;
  clock: Clock;
  log: Log;
}
