import type { getStatus, PictureDelivery, RouteOutput } from '@tzurot/contracts';
import { card, count, excerpt, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';

/** How long something took, and what it gave; or why it failed. */
export type Probe<Value> = { tookMs: number; value: Value } | { problem: string };

export interface PingFacts {
  gateway: Probe<RouteOutput<typeof getStatus>>;
  queue: Probe<unknown>;
  shared: Probe<unknown>;
  /** Null when no worker has told lately. */
  pictures: Probe<PictureDelivery | null>;
  /** Null before the first heartbeat. */
  discordMs: number | null;
}

export function pingView({ gateway, queue, shared, pictures, discordMs }: PingFacts): CardView {
  const lines = [
    `- Discord's websocket: ${discordMs === null ? 'no heartbeat yet' : milliseconds(discordMs)}`,
    `- Gateway: ${describeProbe(gateway)}`,
    `- Queue: ${describeProbe(queue)}`,
    `- Shared state: ${describeProbe(shared)}`,
    `- Pictures of characters: ${describePictures(pictures)}`,
  ];
  if ('value' in gateway) {
    const { databaseMs, hasVectors, counts, badRows } = gateway.value;
    lines.push(
      `- Database: ${milliseconds(databaseMs)}, ${hasVectors ? 'with vectors' : 'without vectors: memory is lexical only'}`,
      `- ${count(counts.characters, 'character')}, ${count(counts.users, 'user')}, ${count(counts.unfinishedTurns, 'unfinished turn')}`,
    );
    if (badRows.count > 0) lines.push(describeBadRows(badRows));
  }
  const isWell = [gateway, queue, shared].every((each) => 'value' in each);
  return card(
    [text([isWell ? '## All parts answer' : '## Not everything answers', ...lines].join('\n'))],
    isWell ? 'good' : 'bad',
  );
}

function describeProbe(probe: Probe<unknown>): string {
  return 'tookMs' in probe ? milliseconds(probe.tookMs) : noAnswer(probe.problem);
}

function describePictures(probe: PingFacts['pictures']): string {
  if ('problem' in probe) return noAnswer(probe.problem);
  if (probe.value === null) return 'no worker has told lately';
  const { way, problem } = probe.value;
  if (problem !== null) return `**none**, because ${problem}`;
  return way === 'public-url' ? 'fetched from `PUBLIC_URL`' : 'uploaded to the channel `ASSET_CHANNEL_ID`';
}

/** What an operator has to mend: nobody sees these rows. */
function describeBadRows({ count: total, rows }: RouteOutput<typeof getStatus>['badRows']): string {
  const named = rows.map(({ table, id, problem }) => `  - ${table} \`${id}\`: ${excerpt(problem, 100)}`);
  return [`- **${count(total, 'damaged row')}** left out of lists:`, ...named.slice(0, 10)].join('\n');
}

function noAnswer(problem: string): string {
  return `**no answer** (${excerpt(problem, 200)})`;
}

function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
