import { spawn } from 'node:child_process';

/** How a program ended, with what it wrote to both of its outputs in the order it came. */
export type ProgramResult = { code: number; output: string };

/**
 * Runs a program to its end without a terminal and without input.
 *
 * @param args arguments, not interpreted by a shell
 * @returns exit code (128 and more when a signal ended it) and output
 * @throws Error when the program cannot be started
 */
export function runProgram(command: string, args: readonly string[], cwd: string): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code: code ?? 128, output: Buffer.concat(parts).toString('utf8') }),
    );
  });
}

/**
 * Runs a program to its end with our own outputs as its outputs.
 *
 * @param env the whole environment of the program
 * @returns exit code, 128 when a signal ended it
 * @throws Error when the program cannot be started
 */
export function runVisibly(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 128));
  });
}
