import { existsSync, readFileSync } from 'node:fs';
import { NEEDS } from '../test/needs.ts';
import type { BenchArguments } from './read-arguments.ts';

/** What a process has open beside its sockets. */
const OTHER_FILES = 100;

/**
 * What the machine lacks for what is asked, each in a sentence.
 * @param openFilesMax how many files and sockets a process may have open
 */
export function missingFor(
  { names, sockets, returning }: Pick<BenchArguments, 'names' | 'sockets' | 'returning'>,
  isThere: (binary: string) => boolean = existsSync,
  openFilesMax = readOpenFilesMax(),
): string[] {
  const redis = NEEDS.find(({ name }) => name === 'redis');
  const chromium = NEEDS.find(({ name }) => name === 'browser');
  const isChromiumMissing = names.includes('page') && chromium !== undefined && !isThere(chromium.binary);
  const isRedisMissing = names.includes('cluster') && redis !== undefined && !isThere(redis.binary);
  const most = Math.max(
    names.includes('reconnect') ? returning : 0,
    names.includes('connect') || names.includes('idle') ? sockets : 0,
  );
  return [
    ...(isRedisMissing ? [`"cluster" needs Redis: apt-get install ${redis.package}`] : []),
    ...(isChromiumMissing ? [`"page" needs Chromium: apt-get install ${chromium.package}`] : []),
    ...(most + OTHER_FILES > openFilesMax
      ? [`${most} sockets need ${most + OTHER_FILES} open files; ${openFilesMax} are allowed: ulimit -n`]
      : []),
  ];
}

/** Of this process and of those that it starts: Node raises it as far as it may. Unknown is enough. */
function readOpenFilesMax(): number {
  try {
    const [, max = ''] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return max === '' ? Number.POSITIVE_INFINITY : Number(max);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
