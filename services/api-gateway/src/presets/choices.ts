import {
  type Caller,
  type chooseGlobalPreset,
  type choosePreset,
  type chooseServerPreset,
  type listCharacterPresets,
  type listPresetChoices,
  type listPresetUses,
  PRESET_TIERS,
  type PresetTier,
  type RouteAnswer,
  type RouteRequest,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { audit } from '../audits/audits.ts';
import { requireOwnGuild } from '../channels/channels.ts';
import { requireOwned, requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { lockChannel, lockUser, transaction } from '../database/transaction.ts';
import type { Preset as PresetRow } from '../generated/prisma/client.ts';
import { choosePreset as chooseUsable } from '../turns/choose-preset.ts';
import { readOwner, requireVisible } from './presets.ts';

type Context = Pick<GatewayContext, 'pool' | 'prisma' | 'vendors' | 'guest'>;
type Staff = Caller & { guildId: string };
type Answer = RouteAnswer<typeof choosePreset>;

/** Every tier that chooses something, nearest first, and what of it the caller could use now. */
export async function list(
  caller: Caller,
  { characterId, channelId }: RouteRequest<typeof listPresetChoices>['query'],
  ctx: Context,
): Promise<RouteAnswer<typeof listPresetChoices>> {
  const { prisma } = ctx;
  const user = await readOwner(caller, ctx);
  if (characterId !== undefined) await requireTalkable(prisma, caller, characterId);
  const [keys, chosen, guest] = await Promise.all([
    prisma.walletKey.findMany({ where: { userId: user.id, status: 'active' }, select: { id: true, vendor: true } }),
    readTiers(caller, { userId: user.id, characterId, channelId }, ctx),
    prisma.preset.findFirst({ where: { isGlobal: true, isFreeDefault: true }, orderBy: { id: 'asc' } }),
  ]);
  const held = new Set(keys.map(({ vendor }) => vendor));
  const isUsable = (vendor: string) => held.has(vendor) || ctx.vendors.find(vendor)?.keyForm === 'none';
  const items = PRESET_TIERS.flatMap((tier) => {
    const row = chosen[tier];
    return row === null ? [] : [{ tier, ...shown(row, user.id), isUsable: isUsable(row.vendor) }];
  });
  const all = guest === null ? items : [...items, { tier: 'guest' as const, ...shown(guest, user.id), isUsable: true }];
  const effective = chooseUsable(
    all.map(({ tier, ...preset }) => ({ source: tier, ...preset, contextTokens: 0, parameters: {} })),
    keys,
    ctx.guest,
    ctx.vendors,
  );
  return { items: all, effective: effective?.preset ?? null };
}

/** Of somebody else's own preset, which staff or a character's owner chose, no more is told than what will be used. */
const shown = ({ id, name, vendor, model, isGlobal, ownerId }: PresetRow, userId: string) => ({
  presetId: isGlobal || ownerId === userId ? id : null,
  name,
  vendor,
  model,
});

async function readTiers(
  caller: Caller,
  where: { userId: string; characterId: string | undefined; channelId: string | undefined },
  { prisma }: Context,
): Promise<Record<PresetTier, PresetRow | null>> {
  const { userId, characterId, channelId } = where;
  const guildId = caller.guildId === undefined ? null : toBigInt(caller.guildId);
  const [pair, user, channel, character, guild, global] = await Promise.all([
    characterId === undefined
      ? null
      : prisma.userCharacter.findUnique({
          where: { userId_characterId: { userId, characterId } },
          select: { preset: true },
        }),
    prisma.user.findUnique({ where: { id: userId }, select: { defaultPreset: true } }),
    channelId === undefined || guildId === null ? null : readChannel(toBigInt(channelId), guildId, prisma),
    characterId === undefined
      ? null
      : prisma.character.findUnique({ where: { id: characterId }, select: { defaultPreset: true } }),
    guildId === null ? null : prisma.guild.findUnique({ where: { id: guildId }, select: { defaultPreset: true } }),
    prisma.preset.findFirst({ where: { isGlobal: true, isGlobalDefault: true }, orderBy: { id: 'asc' } }),
  ]);
  return {
    'user-character': pair?.preset ?? null,
    user: user?.defaultPreset ?? null,
    channel,
    character: character?.defaultPreset ?? null,
    guild: guild?.defaultPreset ?? null,
    global,
  };
}

/** A thread has its channel's unless it has its own. */
async function readChannel(id: bigint, guildId: bigint, prisma: Context['prisma']): Promise<PresetRow | null> {
  const select = { defaultPreset: true, parentId: true };
  const channel = await prisma.channel.findFirst({ where: { id, guildId }, select });
  if (channel === null || channel.defaultPreset !== null || channel.parentId === null)
    return channel?.defaultPreset ?? null;
  const parent = await prisma.channel.findUnique({ where: { id: channel.parentId }, select: { defaultPreset: true } });
  return parent?.defaultPreset ?? null;
}

/** @throws NotFoundError for a preset or character that the caller has no part in */
export async function choose(
  caller: Caller,
  tier: RouteRequest<typeof choosePreset>['params']['tier'],
  { presetId, characterId }: RouteRequest<typeof choosePreset>['body'],
  ctx: Context,
): Promise<Answer> {
  const user = await readOwner(caller, ctx);
  const presetName = presetId === null ? null : (await requireVisible(presetId, user, ctx)).name;
  if (tier === 'user') {
    await ctx.prisma.user.update({ where: { id: user.id }, data: { defaultPresetId: presetId } });
    return { presetName };
  }
  if (characterId === undefined) throw new AppError('invalid-input', `${tier} needs a character`);
  if (tier === 'character') {
    const { name } = await requireOwned(ctx.prisma, caller, characterId);
    await ctx.prisma.character.update({ where: { id: characterId }, data: { defaultPresetId: presetId } });
    return { presetName, characterName: name };
  }
  const { name } = await requireTalkable(ctx.prisma, caller, characterId);
  await transaction(ctx.prisma, async (tx) => {
    await lockUser(tx, user.id);
    await tx.userCharacter.upsert({
      where: { userId_characterId: { userId: user.id, characterId } },
      create: { userId: user.id, characterId, presetId },
      update: { presetId },
    });
  });
  return { presetName, characterName: name };
}

/** @throws AppError `forbidden` for a channel of another server */
export async function chooseForServer(
  staff: Staff,
  tier: RouteRequest<typeof chooseServerPreset>['params']['tier'],
  { presetId, channelId }: RouteRequest<typeof chooseServerPreset>['body'],
  ctx: Context,
): Promise<Answer> {
  const user = await readOwner(staff, ctx);
  const preset = presetId === null ? null : await requireVisible(presetId, user, ctx);
  const guildId = toBigInt(staff.guildId);
  if (tier === 'channel' && channelId === undefined) throw new AppError('invalid-input', 'which channel?');
  const chosen = { defaultPresetId: presetId };
  await transaction(ctx.prisma, async (tx) => {
    if (tier === 'channel' && channelId !== undefined) {
      const id = toBigInt(channelId);
      await lockChannel(tx, id);
      await requireOwnGuild(tx, channelId, staff);
      await tx.channel.upsert({ where: { id }, create: { id, guildId, ...chosen }, update: { guildId, ...chosen } });
    } else {
      await tx.guild.upsert({ where: { id: guildId }, create: { id: guildId, ...chosen }, update: chosen });
    }
    await audit(tx, {
      actorId: staff.id,
      action: `preset.use-${tier}`,
      targetId: tier === 'channel' && channelId !== undefined ? channelId : staff.guildId,
      facts: { name: preset?.name ?? '' },
    });
  });
  return { presetName: preset?.name ?? null };
}

/** @throws AppError `invalid-input` for a preset that is nobody's but its owner's, or a guest's without a key to pay with */
export async function chooseForAll(
  caller: Caller,
  tier: RouteRequest<typeof chooseGlobalPreset>['params']['tier'],
  presetId: string | null,
  ctx: Context,
): Promise<Answer> {
  const user = await readOwner(caller, ctx);
  const preset = presetId === null ? null : await requireVisible(presetId, user, ctx);
  if (preset !== null) requireForAll(preset, tier, ctx);
  const flag = tier === 'global' ? 'isGlobalDefault' : 'isFreeDefault';
  await transaction(ctx.prisma, async (tx) => {
    await tx.preset.updateMany({ where: { [flag]: true }, data: { [flag]: false } });
    if (preset !== null) await tx.preset.update({ where: { id: preset.id }, data: { [flag]: true } });
    await audit(tx, {
      actorId: caller.id,
      action: `preset.use-${tier}`,
      targetId: preset?.id ?? '',
      facts: { name: preset?.name ?? '' },
    });
  });
  return { presetName: preset?.name ?? null };
}

function requireForAll({ name, isGlobal, vendor: vendorId }: PresetRow, tier: 'global' | 'guest', ctx: Context): void {
  if (!isGlobal) {
    throw new AppError('invalid-input', `preset ${name} is not global`, {
      reason: 'preset-not-global',
      facts: { name },
    });
  }
  const vendor = ctx.vendors.find(vendorId);
  if (tier === 'global' || vendor?.servesGuests === true) return;
  throw new AppError('invalid-input', `the operator has no key for ${vendorId}`, {
    reason: 'preset-serves-no-guests',
    facts: { name, vendor: vendor?.label ?? vendorId },
  });
}

/** By the names of the characters. */
export async function listByCharacter(
  caller: Caller,
  ctx: Context,
): Promise<RouteAnswer<typeof listCharacterPresets>['items']> {
  const user = await readOwner(caller, ctx);
  const rows = await ctx.prisma.userCharacter.findMany({
    where: { userId: user.id, presetId: { not: null } },
    orderBy: { character: { name: 'asc' } },
    select: { characterId: true, character: { select: { name: true } }, preset: true },
  });
  return rows.flatMap(({ characterId, character, preset }) =>
    preset === null
      ? []
      : [
          {
            characterId,
            characterName: character.name,
            presetId: preset.id,
            presetName: preset.name,
            model: preset.model,
          },
        ],
  );
}

/** @throws NotFoundError for somebody else's */
export async function listUses(
  caller: Caller,
  presetId: string,
  ctx: Context,
): Promise<RouteAnswer<typeof listPresetUses>> {
  const { prisma } = ctx;
  const user = await readOwner(caller, ctx);
  const preset = await requireVisible(presetId, user, ctx);
  const guildId = caller.guildId === undefined ? null : toBigInt(caller.guildId);
  const [pairs, characters, channels, guilds] = await Promise.all([
    prisma.userCharacter.findMany({
      where: { userId: user.id, presetId },
      orderBy: { character: { name: 'asc' } },
      select: { character: { select: { name: true } } },
    }),
    prisma.character.findMany({
      where: { ownerId: user.id, defaultPresetId: presetId },
      orderBy: { name: 'asc' },
      select: { name: true },
    }),
    guildId === null
      ? []
      : prisma.channel.findMany({
          where: { guildId, defaultPresetId: presetId },
          orderBy: { id: 'asc' },
          select: { id: true },
        }),
    guildId === null ? 0 : prisma.guild.count({ where: { id: guildId, defaultPresetId: presetId } }),
  ]);
  return {
    isDefault: user.defaultPresetId === presetId,
    withCharacters: pairs.map(({ character }) => character.name),
    ofCharacters: characters.map(({ name }) => name),
    channelIds: channels.map(({ id }) => toSnowflake(id)),
    isServerDefault: guilds > 0,
    isGlobalDefault: preset.isGlobalDefault,
    isFreeDefault: preset.isFreeDefault,
  };
}
