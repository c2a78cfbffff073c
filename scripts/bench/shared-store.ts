import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The embedded store in a process of its own, which nodes share. */
export interface SharedStore {
  url: string;
  pid: number | undefined;
  /** Ends it and removes what it has kept. */
  close(): Promise<void>;
}

/**
 * Starts one on an empty folder.
 * @param program the built store
 * @throws Error where it ends before it is ready
 */
export async function startSharedStore(program: string): Promise<SharedStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const child = fork(program, ['--data-dir', dataDir], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  let said = '';
  const url = await Promise.race([
    new Promise<string>((resolve) => {
      child.stdout?.on('data', (chunk) => {
        said += chunk;
        const [, found] = /ready at (mongodb:\S+)\n/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
    }),
    ended.then(() => {
      throw new Error(`the store has ended: ${said}`);
    }),
  ]);
  return {
    url,
    pid: child.pid,
    async close() {
      child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
