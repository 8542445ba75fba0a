import { z } from 'zod';
import type { CloseReason } from './close-codes.ts';
import { knownIntents } from './intents.ts';
import { shardOf } from './session.ts';

/** More guilds than this on one shard is refused. Source: Discord documentation, "Sharding". */
const MAX_GUILDS_PER_SHARD = 2_500;

export const identifyForm = z.object({
  token: z.string(),
  intents: z.int().nullish(),
  shard: z.tuple([z.int(), z.int()]).nullish(),
});

export const resumeForm = z.object({ token: z.string(), session_id: z.string(), seq: z.int().nonnegative() });

/** What is wrong with a bot's identify, if anything. */
export function checkIdentify(
  { guilds: all }: { readonly guilds: ReadonlyMap<string, unknown> },
  { intents, shard }: z.output<typeof identifyForm>,
  refusedIntents: number,
): CloseReason | undefined {
  if (intents === undefined || intents === null || intents < 0 || (intents & ~knownIntents) !== 0)
    return 'invalidIntents';
  if (intents & refusedIntents) return 'disallowedIntents';
  const [index, count] = shard ?? [0, 1];
  if (count < 1 || index < 0 || index >= count) return 'invalidShard';
  const guilds = [...all.keys()].filter((guildId) => shardOf(guildId, count) === index);
  return guilds.length > MAX_GUILDS_PER_SHARD ? 'shardingRequired' : undefined;
}
