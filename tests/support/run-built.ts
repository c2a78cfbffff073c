import { spawn } from 'node:child_process';
import { once } from 'node:events';

const built = (program: string) => new URL(`../../dist/server/${program}.js`, import.meta.url).pathname;

interface Ended {
  code: number | null;
  said: string;
}

/** Runs a built program to its end. */
export async function runBuilt(
  program: string,
  environment: Record<string, string>,
  ...args: string[]
): Promise<Ended> {
  const child = spawn(process.execPath, [built(program), ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  const ended: Ended = { code: null, said: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      ended.said += part.toString('utf8');
    });
  }
  [ended.code] = await once(child, 'close');
  return ended;
}
