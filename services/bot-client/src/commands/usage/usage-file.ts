import type { UsageReport, UsageSum } from '@tzurot/contracts';
import type { ViewFile } from '../../ui/view.ts';

/** A report as a table for spreadsheets. */
export function writeUsageFile(report: UsageReport, serverName: (id: string) => string | null): ViewFile {
  const rows = [
    ['kind', 'key', 'name', 'calls', 'failed_calls', 'prompt_tokens', 'completion_tokens', 'cost_usd'],
    ['total', report.period, '', ...sums(report.total)],
    ...report.steps.map((step) => [report.period === '24h' ? 'hour' : 'day', step.at, '', ...sums(step)]),
    ...report.models.map((group) => ['model', group.key, '', ...sums(group)]),
    ...report.characters.map((group) => ['character', group.key, group.name ?? '', ...sums(group)]),
    ...report.payers.map((group) => ['payer', group.key, '', ...sums(group)]),
    ...report.people.map((group) => ['person', group.key, group.name ?? '', ...sums(group)]),
    ...report.servers.map((group) => ['server', group.key, serverName(group.key) ?? '', ...sums(group)]),
  ];
  return {
    name: `usage-${report.period}.csv`,
    bytes: Buffer.from(`${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`),
  };
}

const sums = ({ calls, failedCalls, promptTokens, completionTokens, costUsd }: UsageSum) =>
  [calls, failedCalls, promptTokens, completionTokens, costUsd].map(String);

/** Quoted; what spreadsheets would take for a formula gets an apostrophe, as OWASP advises for names that others chose. */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
}
