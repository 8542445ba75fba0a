import type { DrillResult } from './run-drill.ts';

export interface Counts {
  lost: number;
  /** Replies too many, also those that nobody asked for. */
  doubled: number;
  /** Replies whose end is missing. */
  half: number;
  disordered: number;
}

function countFaults({ verdict: { faults } }: Pick<DrillResult, 'verdict'>): Counts {
  const count = (...kinds: string[]) => faults.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    lost: count('lost'),
    doubled: count('doubled', 'unasked'),
    half: count('half'),
    disordered: count('disordered'),
  };
}

/** Whether every message got its reply exactly once, whole and in order. */
export function hasPassed(result: Pick<DrillResult, 'verdict'>): boolean {
  const { lost, doubled, half, disordered } = countFaults(result);
  return lost + doubled + half + disordered === 0;
}

/** The result as people read it. */
export function writeReport(result: DrillResult): string {
  const { verdict, ledger, ends } = result;
  const { lost, doubled, half, disordered } = countFaults(result);
  const rows: [string, string][] = [
    ['messages', String(result.messages)],
    ['replies asked for', String(verdict.expected)],
    ['answered', String(verdict.answered)],
    ['lost', String(lost)],
    ['uninformed', String(result.uninformed)],
    ['doubled', String(doubled)],
    ['half', String(half)],
    ['disordered', String(disordered)],
    ['uncertain', String(ledger.uncertain)],
    ['turns not ended', String(ledger.unfinished)],
    ['kills', list(result.kills)],
    ['kills while sending', String(result.killsWhileSending)],
    ['mishaps', list(result.mishaps)],
    ['ended by themselves', String(ends.length)],
    ['reply after', `${seconds(result.medianReplyMs)} in the middle, ${seconds(result.slowestReplyMs)} at most`],
    ['duration', seconds(result.durationMs)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const stories = result.stories.flatMap(({ title, lines }) => ['', title, ...lines.map((line) => `    ${line}`)]);
  return [...table, ...stories].join('\n');
}

function list(counts: ReadonlyMap<string, number>): string {
  const sum = [...counts.values()].reduce((left, right) => left + right, 0);
  return sum === 0 ? '0' : `${sum} (${[...counts].map(([name, number]) => `${name} ${number}`).join(', ')})`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
