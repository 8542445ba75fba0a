import { readFileSync } from 'node:fs';

/** What Linux counts processor time in, whatever the machine. Source: proc(5), "sysconf(_SC_CLK_TCK)". */
const TICKS_PER_SECOND = 100;

/**
 * The processor time of this process and of every child that has ended, as the operating system counts it.
 * @returns milliseconds; null where the system does not tell
 */
export function readProcessorMs(): number | null {
  try {
    return processorMsOf(readFileSync('/proc/self/stat', 'utf8'));
  } catch {
    return null;
  }
}

/** @param stat a line of `/proc/<pid>/stat` */
export function processorMsOf(stat: string): number {
  // The name of the program, in brackets, may hold anything; after it come numbers: utime, stime, cutime and cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return (ticks / TICKS_PER_SECOND) * 1_000;
}
