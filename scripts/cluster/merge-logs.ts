import { prettyFactory } from 'pino-pretty';

/**
 * Shows the lines of several processes as one log, each with the name of whoever said it in front.
 *
 * @param names of all processes, so that the lines begin in one column
 * @param readable whether a person reads it: then JSON lines are shown as sentences
 * @param write takes text with its line breaks
 */
export function mergeLogs(
  names: readonly string[],
  readable: boolean,
  write: (text: string) => void,
): (name: string, line: string) => void {
  const width = Math.max(...names.map(({ length }) => length));
  const pretty = prettyFactory({ colorize: readable, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' });
  return (name, line) => {
    const lines = readable && line.startsWith('{') ? pretty(line).trimEnd().split('\n') : [line];
    write(lines.map((each) => `${name.padEnd(width)} | ${each}\n`).join(''));
  };
}
