import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** As sysexits.h has them. */
export const EXIT_USAGE = 64;
export const EXIT_WRONG_CONFIG = 78;

/** The value of the one option that a command takes; null where it is missing or anything else is there. */
export function askedOption(name: string): string | null {
  try {
    const { values } = parseArgs({ options: { [name]: { type: 'string' } } });
    const value = values[name];
    return typeof value === 'string' && value !== '' ? value : null;
  } catch {
    return null;
  }
}

/** The same for a folder, as an absolute path. */
export function askedFolder(name: string): string | null {
  const folder = askedOption(name);
  return folder === null ? null : resolve(folder);
}

/** Says what is wrong, a line each. @returns the exit code */
export function complain(lines: readonly string[], exitCode: number): number {
  for (const line of lines) process.stderr.write(`${line}\n`);
  return exitCode;
}
