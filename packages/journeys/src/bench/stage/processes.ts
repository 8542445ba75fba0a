import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Ticks per second in /proc; the same on every Linux that Node runs on. Source: proc(5), `stat`. */
const TICKS_PER_SECOND = 100;

/** Whether this system tells what processes use. */
export const canWatchProcesses = existsSync('/proc/self/smaps_rollup');

interface ProcessStat {
  pid: number;
  parentPid: number;
  /** Its own and that of children it has outlived. */
  cpuMs: number;
}

/** A process and everything it started, but for the branches below `without`. */
export function processTree(rootPid: number, without: readonly number[] = []): number[] {
  const stats = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readStat(Number(name)) ?? []) : []));
  const tree: number[] = [];
  for (let level = [rootPid]; level.length > 0; ) {
    tree.push(...level);
    const parents = new Set(level);
    level = stats
      .filter(({ pid, parentPid }) => parents.has(parentPid) && !without.includes(pid))
      .map(({ pid }) => pid);
  }
  return tree;
}

/** Processor time that processes have used so far, in milliseconds. */
function cpuMsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (readStat(pid)?.cpuMs ?? 0), 0);
}

/** Programs that a process may be, by a piece of its command line. */
const PROGRAMS = [
  'api-gateway',
  'ai-worker',
  'bot-client',
  'local-discord',
  'local-model',
  'postgres',
  'redis',
] as const;
const OTHER = 'other processes';

/** Processor time that processes have used so far, in milliseconds, by the program that they run. */
export function cpuMsByProgram(pids: readonly number[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const pid of pids) {
    const command = readProc(pid, 'cmdline') ?? '';
    const program = PROGRAMS.find((name) => command.includes(name)) ?? OTHER;
    times.set(program, (times.get(program) ?? 0) + cpuMsOf([pid]));
  }
  return times;
}

/** Memory of processes in bytes, with a page that several share counted once: the sum of their proportional set sizes. */
export function pssBytesOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const rollup = readProc(pid, 'smaps_rollup');
    return sum + Number(/^Pss:\s+(\d+) kB$/m.exec(rollup ?? '')?.[1] ?? 0) * 1_024;
  }, 0);
}

/** Null when it has ended. The name in parentheses may hold spaces, so fields are counted from behind it. */
function readStat(pid: number): ProcessStat | null {
  const stat = readProc(pid, 'stat');
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parentPid: Number(fields[1]), cpuMs: (ticks * 1_000) / TICKS_PER_SECOND };
}

function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}
