import type { SettingsPatch } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { readTiers, writeTier } from './tiers.ts';

/** Gives the operator's tier values that nobody has set yet. */
export async function giveFirstSettings(
  first: SettingsPatch,
  ctx: Pick<GatewayContext, 'pool' | 'prisma'>,
): Promise<void> {
  const { operator } = await readTiers({}, ctx);
  const missing = Object.entries(first).filter(([name]) => !(name in operator.values));
  if (missing.length === 0) return;
  await writeTier('operator', {}, { values: Object.fromEntries(missing), reset: [], limits: {}, resetLimits: [] }, ctx);
}
