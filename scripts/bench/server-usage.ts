import { readdirSync, readFileSync } from 'node:fs';

/** What a server has used since it began. */
export interface Usage {
  /** Of the thread that runs our code; null where the system does not say (it does on Linux). */
  mainMicroseconds: number | null;
  /** Of all threads of the process: the store's, the disk's, the collector's. */
  allMicroseconds: number;
  /** Memory of the process as the system sees it, after a collection. */
  residentBytes: number;
  /** The most of it at any time so far. */
  peakBytes: number;
  /** JavaScript objects of the main thread and what they hold outside of the heap. */
  heapBytes: number;
}

/** A tick of the kernel's accounts: USER_HZ is 100 wherever Node runs on Linux. */
const TICK_MICROSECONDS = 10_000;
const KILOBYTE = 1_024;

/** Measures this process. */
export function readUsage(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    mainMicroseconds: mainThreadMicroseconds(),
    allMicroseconds: allThreadsMicroseconds() ?? user + system,
    residentBytes: rss,
    peakBytes: process.resourceUsage().maxRSS * KILOBYTE,
    heapBytes: heapUsed + external,
  };
}

function mainThreadMicroseconds(): number | null {
  return readMicroseconds(`/proc/self/task/${process.pid}/stat`);
}

function allThreadsMicroseconds(): number | null {
  try {
    return readdirSync('/proc/self/task').reduce(
      (sum, thread) => sum + (readMicroseconds(`/proc/self/task/${thread}/stat`) ?? 0),
      0,
    );
  } catch {
    return null;
  }
}

/**
 * CPU that another process has used, with all of its threads.
 * @returns NaN where the system does not say
 */
export function processMicroseconds(pid: number): number {
  return readMicroseconds(`/proc/${pid}/stat`) ?? Number.NaN;
}

/** Time in user and system mode: fields 14 and 15 of `stat`, counted behind the name in parentheses. */
function readMicroseconds(file: string): number | null {
  try {
    const stat = readFileSync(file, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS;
  } catch {
    return null;
  }
}
