import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepResult } from './run-steps.ts';

/** A file that wants to be longer is two rooms. */
const MAX_LINES = 400;

const ROOMS = ['widget', 'server', 'console', 'shared', 'scripts', 'tests'];
const SOURCE = /\.(ts|tsx|css|mjs|cjs)$/;

/** Finds source files that are too long. */
export async function checkFileLengths(root: string): Promise<StepResult> {
  const files = (await Promise.all(ROOMS.map((room) => sourcesUnder(root, room)))).flat();
  const lengths = await Promise.all(
    files.map(async (path) => ({ path, lines: countLines(await readFile(join(root, path), 'utf8')) })),
  );
  const tooLong = lengths.filter(({ lines }) => lines > MAX_LINES);
  if (files.length === 0) return { kind: 'failed', report: 'found no source files' };
  if (tooLong.length === 0) return { kind: 'passed' };
  const lines = tooLong.map((file) => `${file.path}: ${file.lines} lines, ${MAX_LINES} are allowed`);
  return { kind: 'failed', report: lines.join('\n') };
}

async function sourcesUnder(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

function countLines(text: string): number {
  const breaks = text.split('\n').length - 1;
  return text.endsWith('\n') || text === '' ? breaks : breaks + 1;
}
