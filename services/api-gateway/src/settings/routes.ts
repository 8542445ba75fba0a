import {
  type Caller,
  changeOperatorSettings,
  changeSettings,
  changeStaffSettings,
  LIMITING_TIERS,
  type LimitingTier,
  readOperatorSettings,
  readSettings,
  readStaffSettings,
  type StoredTier,
} from '@tzurot/contracts';
import { AppError, handleRoute } from '@tzurot/platform';
import { nextVersion, publishChange } from '../address-book/address-book.ts';
import { requireOwned, requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { transaction } from '../database/transaction.ts';
import { findOrKeepUser } from '../users/users.ts';
import { readSettingsOf } from './place-settings.ts';
import { type Scope, type TierChange, writeTier } from './tiers.ts';
import { viewSettings } from './view.ts';

/** Settings of every tier, each for whom it belongs to. */
export const settingsRoutes = [
  handleRoute(readSettings, async ({ caller, params, query }, ctx: GatewayContext) =>
    viewSettings(params.tier, await personalScope(caller, { ...params, ...query }, ctx), ctx),
  ),
  handleRoute(changeSettings, async ({ caller, params, query, body }, ctx: GatewayContext) =>
    change(params.tier, await personalScope(caller, { ...params, ...query }, ctx), { ...noLimits, ...body }, ctx),
  ),
  handleRoute(readStaffSettings, ({ caller, params, query }, ctx: GatewayContext) =>
    viewSettings(params.tier, staffScope(caller, { ...params, ...query }), ctx),
  ),
  handleRoute(changeStaffSettings, ({ caller, params, query, body }, ctx: GatewayContext) =>
    change(params.tier, staffScope(caller, { ...params, ...query }), body, ctx),
  ),
  handleRoute(readOperatorSettings, (_call, ctx: GatewayContext) => viewSettings('operator', {}, ctx)),
  handleRoute(changeOperatorSettings, ({ body }, ctx: GatewayContext) => change('operator', {}, body, ctx)),
];

const noLimits = { limits: {}, resetLimits: [] };

async function change(tier: StoredTier, scope: Scope, changes: TierChange, ctx: GatewayContext) {
  if (!(await writeTier(tier, scope, changes, ctx))) throw new AppError('forbidden', `no ${tier} of the caller's`);
  const place = LIMITING_TIERS.find((each) => each === tier);
  if (place !== undefined) await publish(place, scope, ctx);
  return viewSettings(tier, scope, ctx);
}

/** Tells listeners what a place has set by now. */
async function publish(tier: LimitingTier, scope: Scope, ctx: GatewayContext): Promise<void> {
  const { version, settings } = await transaction(ctx.prisma, async (tx) => ({
    version: await nextVersion(tx),
    settings: await readSettingsOf(tier, scope, tx),
  }));
  await publishChange({ version, change: { kind: 'settings', ...settings } }, ctx);
}

type PersonalTier = 'user' | 'user-character' | 'character';

/** @throws as `requireTalkable` and `requireOwned` do; AppError `invalid-input` without a character */
async function personalScope(
  caller: Caller,
  {
    tier,
    characterId,
    channelId,
  }: { tier: PersonalTier; characterId?: string | undefined; channelId?: string | undefined },
  ctx: GatewayContext,
): Promise<Scope> {
  if (tier !== 'user' && characterId === undefined) throw new AppError('invalid-input', `${tier} needs a character`);
  if (characterId !== undefined) {
    const require = tier === 'character' ? requireOwned : requireTalkable;
    await require(ctx.prisma, caller, characterId);
  }
  const { id: userId } = await findOrKeepUser(caller, ctx);
  return { userId, ...named({ characterId, ...(tier !== 'character' && { guildId: caller.guildId, channelId }) }) };
}

function staffScope(
  { guildId }: { guildId: string },
  { tier, channelId }: { tier: 'guild' | 'channel'; channelId?: string | undefined },
): Scope {
  if (tier === 'guild') return { guildId };
  if (channelId === undefined) throw new AppError('invalid-input', 'which channel?');
  return { guildId, channelId };
}

/** Without what is undefined. */
function named(scope: { [Name in keyof Scope]: Scope[Name] | undefined }): Scope {
  return Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined)) as Scope;
}
