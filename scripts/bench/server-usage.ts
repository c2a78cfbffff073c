import { readdirSync, readFileSync } from 'node:fs';

/** What a server has used since it began. */
export interface Usage {
  /** Of the thread that runs our code; null where the system does not say (it does on Linux). */
  mainMicroseconds: number | null;
  /** Of all threads of the process: the store's, the disk's, the collector's. */
  allMicroseconds: number;
  /** Memory of the process as the system sees it, after a collection. */
  residentBytes: number;
  /** JavaScript objects of the main thread and what they hold outside of the heap. */
  heapBytes: number;
}

/** A tick of the kernel's accounts: USER_HZ is 100 wherever Node runs on Linux. */
const TICK_MICROSECONDS = 10_000;

/** Measures this process. */
export function readUsage(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    mainMicroseconds: mainThreadMicroseconds(),
    allMicroseconds: allThreadsMicroseconds() ?? user + system,
    residentBytes: rss,
    heapBytes: heapUsed + external,
  };
}

function mainThreadMicroseconds(): number | null {
  return threadMicroseconds(String(process.pid));
}

function allThreadsMicroseconds(): number | null {
  try {
    return readdirSync('/proc/self/task').reduce((sum, thread) => sum + (threadMicroseconds(thread) ?? 0), 0);
  } catch {
    return null;
  }
}

/** Time in user and system mode: fields 14 and 15 of `stat`, counted behind the name in parentheses. */
function threadMicroseconds(thread: string): number | null {
  try {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS;
  } catch {
    return null;
  }
}
