import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The process's log: JSON lines, or readable ones on a terminal. Never give it message texts or secrets.
 * @param level the least important level that is written
 * @param readable whether a person reads it
 */
export function createLog(level: LogLevel, readable: boolean): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return readable
    ? pino(options, pretty({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }))
    : pino(options);
}
