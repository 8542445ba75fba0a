import type { getStatus, PictureDelivery, RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { card, excerpt, plain, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';

/** How long something took, and what it gave; or why it failed. */
export type Probe<Value> = { tookMs: number; value: Value } | { problem: string };

export interface HealthFacts {
  gateway: Probe<RouteOutput<typeof getStatus>>;
  queue: Probe<unknown>;
  shared: Probe<unknown>;
  /** Null when no worker has reported recently. */
  pictures: Probe<PictureDelivery | null>;
  /** Null before the first heartbeat. */
  discordMs: number | null;
}

export function healthView({ gateway, queue, shared, pictures, discordMs }: HealthFacts): CardView {
  const lines = [
    say('status.websocket', { state: discordMs === null ? say('status.no-heartbeat') : milliseconds(discordMs) }),
    say('status.gateway', { state: describeProbe(gateway) }),
    say('status.queue', { state: describeProbe(queue) }),
    say('status.shared-state', { state: describeProbe(shared) }),
    say('status.pictures', { state: describePictures(pictures) }),
  ];
  if ('value' in gateway) {
    const { databaseMs, hasVectors, counts, badRows, encryptionKeys } = gateway.value;
    lines.push(
      say(hasVectors ? 'status.database' : 'status.database-without-vectors', { state: milliseconds(databaseMs) }),
      say('status.counts', {
        characters: say('count.characters', { count: counts.characters }),
        users: say('count.users', { count: counts.users }),
        turns: say('count.unfinished-turns', { count: counts.unfinishedTurns }),
      }),
    );
    lines.push(...describeKeys(encryptionKeys));
    if (badRows.count > 0) lines.push(describeBadRows(badRows));
  }
  const isWell = [gateway, queue, shared].every((each) => 'value' in each);
  return card(
    [text([`## ${say(isWell ? 'status.all-well' : 'status.not-well')}`, ...lines].join('\n'))],
    isWell ? 'good' : 'bad',
  );
}

function describeProbe(probe: Probe<unknown>): string {
  return 'tookMs' in probe ? milliseconds(probe.tookMs) : noAnswer(probe.problem);
}

function describePictures(probe: HealthFacts['pictures']): string {
  if ('problem' in probe) return noAnswer(probe.problem);
  if (probe.value === null) return say('status.pictures-unknown');
  const { way, problem } = probe.value;
  if (problem !== null) return say('status.pictures-none', { problem });
  return say(way === 'public-url' ? 'status.pictures-public-url' : 'status.pictures-asset-channel');
}

/** While a key is changed: what is under the newest, and which older ones are still needed. */
function describeKeys([newest, ...older]: RouteOutput<typeof getStatus>['encryptionKeys']): string[] {
  if (newest === undefined) return [];
  return [
    say('status.encryption-key', { key: plain(newest.id), count: newest.secrets }),
    ...older.map(({ id, secrets }) => say('status.older-encryption-key', { key: plain(id), count: secrets })),
  ];
}

/** Rows that an operator has to repair; nobody sees them. */
function describeBadRows({ count: total, rows }: RouteOutput<typeof getStatus>['badRows']): string {
  const named = rows.map(({ table, id, problem }) => `  - ${table} \`${id}\`: ${excerpt(problem, 100)}`);
  return [
    say('status.damaged-rows', { rows: say('count.damaged-rows', { count: total }) }),
    ...named.slice(0, 10),
  ].join('\n');
}

function noAnswer(problem: string): string {
  return say('status.no-answer', { problem: excerpt(problem, 200) });
}

function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
