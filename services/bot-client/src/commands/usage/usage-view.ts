import type { RouteOutput, readOwnUsage, UsageGroup, UsageReport, UsageSum } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { card, clip, divider, excerpt, file, picture, text, timeOf } from '../../ui/elements.ts';
import type { CardView, ViewFile } from '../../ui/view.ts';
import { short } from './chart.ts';

const MAX_LINES = 6;
const CHART = 'usage.png';

interface Around {
  title: string;
  chart: Buffer | null;
  freeReplies?: RouteOutput<typeof readOwnUsage>['freeReplies'];
  csv?: ViewFile;
  /** How a server is called, by its id. */
  serverName?: (id: string) => string | null;
}

/** A report as a picture and tables; everything in the picture stands in its description too. */
export function usageView(report: UsageReport, around: Around): CardView {
  const { title, chart, freeReplies = null, csv, serverName = () => null } = around;
  const { total } = report;
  const files = [...(chart === null ? [] : [{ name: CHART, bytes: chart }]), ...(csv === undefined ? [] : [csv])];
  const since = say(`usage.period.${report.period}`);
  const shown = card([
    text(`## ${title}\n-# ${since}`),
    text([say('usage.total', factsOf(total)), ...(freeReplies === null ? [] : [describeFree(freeReplies)])].join('\n')),
    ...(chart === null || total.calls === 0 ? [] : [picture(CHART, describeChart(report))]),
    ...(total.calls === 0 ? [text(say('usage.nothing'))] : [divider(), ...tables(report, serverName)]),
    ...(csv === undefined ? [] : [file(csv.name)]),
  ]);
  return { ...shown, files: total.calls === 0 ? files.filter(({ name }) => name !== CHART) : files };
}

function tables(report: UsageReport, serverName: (id: string) => string | null) {
  const { models, characters, payers, people, servers } = report;
  const parts = [
    table(say('usage.by-model'), models, ({ key }) => key),
    table(
      say('usage.by-character'),
      characters,
      ({ key, name }) => name ?? say(key === '' ? 'usage.no-character' : 'usage.private-character'),
    ),
    table(say('usage.by-payer'), payers, ({ key }) => payerName(key)),
    table(say('usage.by-person'), people, ({ name }) => name ?? say('usage.gone')),
    table(say('usage.by-server'), servers, ({ key }) =>
      key === '' ? say('usage.no-server') : (serverName(key) ?? key),
    ),
  ];
  return parts.filter((part) => part !== null).map((part) => text(clip(part, 680)));
}

function table(title: string, groups: readonly UsageGroup[], nameOf: (group: UsageGroup) => string): string | null {
  if (groups.length === 0) return null;
  const lines = groups
    .slice(0, MAX_LINES)
    .map((group) => `- ${say('usage.line', { name: excerpt(nameOf(group), 50), ...factsOf(group) })}`);
  const more = groups.length - MAX_LINES;
  return [`**${title}**`, ...lines, ...(more > 0 ? [`-# ${say('usage.more', { count: more })}`] : [])].join('\n');
}

function payerName(payer: string): string {
  return payer === 'user'
    ? say('usage.payer-user')
    : payer === 'operator'
      ? say('usage.payer-operator')
      : say('usage.payer-free');
}

const factsOf = ({ calls, promptTokens, completionTokens, costUsd }: UsageSum) => ({
  count: calls,
  read: short(promptTokens),
  written: short(completionTokens),
  cost: costUsd.toFixed(costUsd >= 1 || costUsd === 0 ? 2 : 4),
});

function describeFree({ used, limit, renewsAt }: NonNullable<RouteOutput<typeof readOwnUsage>['freeReplies']>): string {
  return say('usage.free-replies', { left: Math.max(0, limit - used), limit, time: timeOf(renewsAt) });
}

function describeChart({ steps, period }: UsageReport): string {
  const parts = steps.map(({ at, promptTokens, completionTokens }) => {
    const when = period === '24h' ? at.slice(11, 16) : at.slice(0, 10);
    return `${when}: ${short(promptTokens + completionTokens)}`;
  });
  return clip(`${say('usage.chart-alt')} ${parts.join(', ')}`, 1_000);
}
