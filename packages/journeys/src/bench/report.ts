import type { PairSummary } from './against.ts';
import { type Figure, isWithinBudget, type Summary, type Unit } from './figures.ts';

const HEADINGS = ['ratio to the bare bot', 'what', 'on', 'measured', 'bare bot', 'budget', 'kept'] as const;

function toCells(summary: Summary): string[] {
  const { what, on, unit, measured, bareBot } = summary;
  const kept = isWithinBudget(summary);
  return [
    bareBot === null ? '' : `× ${formatNumber(measured / bareBot)}`,
    what,
    on,
    withUnit(measured, unit),
    bareBot === null ? '' : withUnit(bareBot, unit),
    formatBudget(summary),
    kept === null ? '' : kept ? 'yes' : 'no',
  ];
}

/** A table for a terminal. */
export function writeTable(summaries: readonly Summary[]): string {
  return alignColumns([HEADINGS, ...summaries.map(toCells)]);
}

const PAIR_HEADINGS = ['new / old', 'what', 'on', 'old', 'new', 'pairs'] as const;

function toPairCells({ what, on, unit, old, new: current, ratio, pairs }: PairSummary): string[] {
  return [`× ${formatNumber(ratio)}`, what, on, withUnit(old, unit), withUnit(current, unit), String(pairs)];
}

/** Two commits side by side, for a terminal. */
export function writePairTable(summaries: readonly PairSummary[]): string {
  return alignColumns([PAIR_HEADINGS, ...summaries.map(toPairCells)]);
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same in Markdown. */
export function writeMarkdownTable(summaries: readonly Summary[]): string {
  const rows = [[...HEADINGS], HEADINGS.map(() => '---'), ...summaries.map(toCells)];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function formatBudget({ budget, unit }: Pick<Figure, 'budget' | 'unit'>): string {
  if (budget === null) return '';
  const [sign, limit] = 'atMost' in budget ? ['≤', budget.atMost] : ['≥', budget.atLeast];
  return `${sign} ${budget.of === 'ratio' ? `× ${formatNumber(limit)}` : withUnit(limit, unit)}`;
}

function withUnit(value: number, unit: Unit): string {
  return `${formatNumber(value)} ${unit}`;
}

/** Three digits that count, since no more repeat from run to run. */
function formatNumber(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return String(Number(value.toFixed(Math.min(decimals, 3))));
}
