import {
  LIMITING_TIERS,
  resolveSettings,
  SETTING_NAMES,
  SETTING_TIERS,
  type SettingsView,
  type StoredTier,
  type TierSettings,
} from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { readTiers, type Scope } from './tiers.ts';

/** Every setting as the given tier sees it: the tiers nearer to a turn have no say. */
export async function viewSettings(
  tier: StoredTier,
  scope: Scope,
  ctx: Pick<GatewayContext, 'pool'>,
): Promise<SettingsView> {
  const tiers = await readTiers(scope, ctx);
  const effective = resolveSettings(upTo(tier, tiers));
  const own = tiers[tier];
  return {
    items: SETTING_NAMES.map((name) => ({
      name,
      ...effective[name],
      ...(own.values[name] !== undefined && { own: own.values[name] }),
      ...(own.limits[name] !== undefined && { ownLimit: own.limits[name] }),
    })),
  };
}

/** A limit holds for its own tier too, and for all that people set under it. */
function upTo(
  tier: StoredTier,
  tiers: Record<StoredTier, TierSettings>,
): Partial<Record<StoredTier, Partial<TierSettings>>> {
  const reach = SETTING_TIERS.slice(0, SETTING_TIERS.indexOf(tier) + 1);
  const limiting: readonly string[] = LIMITING_TIERS;
  return Object.fromEntries(
    Object.entries(tiers).map(([name, { values, limits }]) => [
      name,
      {
        ...(reach.some((each) => each === name) && { values }),
        ...(limiting.includes(name) && { limits }),
      },
    ]),
  );
}
