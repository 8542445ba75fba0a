import { describe, expect, it } from 'vitest';
import { checkIdentify } from './identify.ts';

/** Ids of so many guilds, which fall to the shards in turn. */
function guilds(count: number): ReadonlyMap<string, unknown> {
  return new Map(Array.from({ length: count }, (_, n) => [String(BigInt(n) << 22n), undefined]));
}

describe('an identify', () => {
  it.each([
    ['fits 2,500 guilds on one shard', 2_500, [0, 1], undefined],
    ['refuses more on one shard', 2_501, [0, 1], 'shardingRequired'],
    ['takes them on two', 2_501, [1, 2], undefined],
    ['knows its shards', 1, [2, 2], 'invalidShard'],
  ] as const)('%s', (_what, count, shard, problem) => {
    const form = { token: 't', intents: 1, shard: [...shard] as [number, number] };

    expect(checkIdentify({ guilds: guilds(count) }, form, 0)).toBe(problem);
  });

  it.each([
    ['none', undefined, 'invalidIntents'],
    ['one that does not exist', 1 << 30, 'invalidIntents'],
    ['one that is switched off', 1 << 15, 'disallowedIntents'],
    ['others', 1 << 9, undefined],
  ] as const)('asks for intents: %s', (_what, intents, problem) => {
    expect(checkIdentify({ guilds: guilds(1) }, { token: 't', intents }, 1 << 15)).toBe(problem);
  });
});
