import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The process's log: JSON lines, or readable ones on a terminal. Never give it message texts or secrets.
 * @param level the least important level that is written
 * @param readable whether a person reads it
 * @param destination where it goes unless to standard output
 */
export function createLog(level: LogLevel, readable: boolean, destination?: pino.DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  };
  if (destination !== undefined) return pino(options, destination);
  return readable
    ? pino(options, pretty({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }))
    : pino(options);
}

/**
 * What a log may say of an error. Nothing else that it carries: a driver's holds the documents that were to be
 * written, with people's words in them.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, code, cause } = error as NodeJS.ErrnoException;
  return {
    name,
    message: withoutValues(message),
    stack: withoutValues(stack ?? ''),
    ...(code !== undefined && { code }),
    ...(cause instanceof Error && { cause: withoutValues(cause.message) }),
  };
}

/** The store says by which values a key is taken. */
function withoutValues(text: string): string {
  return text.replace(/dup key: \{[^}]*\}/g, 'dup key');
}
