import {
  type AdvancedParameters,
  type Caller,
  type createPreset,
  MAX_PRESETS_PER_USER,
  type Preset,
  type PresetDraft,
  type PresetPatch,
  type RouteRequest,
  type VendorCatalogue,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { audit } from '../audits/audits.ts';
import type { GatewayContext } from '../context.ts';
import { changes } from '../database/changes.ts';
import { lockUser, transaction } from '../database/transaction.ts';
import type { Preset as PresetRow } from '../generated/prisma/client.ts';
import { findOrKeepUser } from '../users/users.ts';

type PresetContext = Pick<GatewayContext, 'pool' | 'prisma' | 'vendors'>;

/** @throws AppError `limit-reached` when the caller has too many, `invalid-input` for a vendor that nobody knows */
export async function create(
  caller: Caller,
  { makeDefault, ...draft }: RouteRequest<typeof createPreset>['body'],
  { pool, prisma, vendors }: PresetContext,
): Promise<Preset> {
  requireVendor(draft.vendor, vendors);
  const user = await findOrKeepUser(caller, { pool, prisma });
  return transaction(prisma, async (tx) => {
    await lockUser(tx, user.id);
    if ((await tx.preset.count({ where: { ownerId: user.id } })) >= MAX_PRESETS_PER_USER) {
      throw new AppError('limit-reached', `a person may have ${MAX_PRESETS_PER_USER} presets`, {
        reason: 'too-many-presets',
        facts: { max: MAX_PRESETS_PER_USER },
      });
    }
    const row = await tx.preset.create({
      data: { id: uuidV7(), ownerId: user.id, ...draft },
    });
    if (makeDefault) await tx.user.update({ where: { id: user.id }, data: { defaultPresetId: row.id } });
    return toPreset(row, caller, { id: user.id, defaultPresetId: makeDefault ? row.id : null });
  });
}

/** The caller's own first, then the global ones, by name. */
export async function list(caller: Caller, { pool, prisma }: PresetContext): Promise<Preset[]> {
  const user = await readOwner(caller, { pool, prisma });
  const rows = await prisma.preset.findMany({
    where: { OR: [{ ownerId: user.id }, { isGlobal: true }] },
    orderBy: [{ isGlobal: 'asc' }, { name: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => toPreset(row, caller, user));
}

/** @throws NotFoundError for somebody else's, as if it did not exist */
export async function get(caller: Caller, presetId: string, ctx: PresetContext): Promise<Preset> {
  const user = await readOwner(caller, ctx);
  return toPreset(await requireVisible(presetId, user, ctx), caller, user);
}

/** @throws AppError `forbidden` for a global one, unless the caller is an operator; NotFoundError for somebody else's */
export async function update(
  caller: Caller,
  presetId: string,
  patch: PresetPatch,
  ctx: PresetContext,
): Promise<Preset> {
  if (patch.vendor !== undefined) requireVendor(patch.vendor, ctx.vendors);
  const user = await readOwner(caller, ctx);
  const before = toPreset(await requireVisible(presetId, user, ctx), caller, user);
  if (!before.isMine) throw globalIsNotTheirs(presetId, before.name);
  const row = await ctx.prisma.preset.update({ where: { id: presetId }, data: changes(patch) });
  return toPreset(row, caller, user);
}

/** @throws as `update` does */
export async function remove(caller: Caller, presetId: string, ctx: PresetContext): Promise<string> {
  const user = await readOwner(caller, ctx);
  const { isMine, name } = toPreset(await requireVisible(presetId, user, ctx), caller, user);
  if (!isMine) throw globalIsNotTheirs(presetId, name);
  await transaction(ctx.prisma, async (tx) => {
    const { isGlobal } = await tx.preset.delete({ where: { id: presetId } });
    if (isGlobal) await audit(tx, { actorId: caller.id, action: 'preset.delete', targetId: presetId, facts: { name } });
  });
  return name;
}

/** @throws AppError `invalid-input` for a vendor that nobody knows */
export async function createGlobal(caller: Caller, draft: PresetDraft, ctx: PresetContext): Promise<Preset> {
  requireVendor(draft.vendor, ctx.vendors);
  const user = await readOwner(caller, ctx);
  const row = await transaction(ctx.prisma, async (tx) => {
    const made = await tx.preset.create({ data: { id: uuidV7(), ownerId: null, isGlobal: true, ...draft } });
    await audit(tx, { actorId: caller.id, action: 'preset.create', targetId: made.id, facts: { name: made.name } });
    return made;
  });
  return toPreset(row, caller, user);
}

function globalIsNotTheirs(presetId: string, name: string): AppError {
  return new AppError('forbidden', `preset ${presetId} is global`, { reason: 'preset-is-global', facts: { name } });
}

export interface Owner {
  id: string;
  defaultPresetId: string | null;
}

export async function readOwner(
  caller: Caller,
  { pool, prisma }: Pick<PresetContext, 'pool' | 'prisma'>,
): Promise<Owner> {
  const { id } = await findOrKeepUser(caller, { pool, prisma });
  return prisma.user.findUniqueOrThrow({ where: { id }, select: { id: true, defaultPresetId: true } });
}

/** @throws NotFoundError for somebody else's, as if it did not exist */
export async function requireVisible(
  presetId: string,
  user: Pick<Owner, 'id'>,
  { prisma }: Pick<PresetContext, 'prisma'>,
): Promise<PresetRow> {
  const row = await prisma.preset.findUnique({ where: { id: presetId } });
  if (row === null || !(row.isGlobal || row.ownerId === user.id)) throw new NotFoundError('preset', presetId);
  return row;
}

function requireVendor(vendor: string, vendors: VendorCatalogue): void {
  if (vendors.find(vendor) !== null) return;
  const known = vendors
    .list()
    .map(({ id }) => id)
    .join(', ');
  throw new AppError('invalid-input', `there is no vendor ${vendor}`, {
    reason: 'vendor-not-offered',
    facts: { vendor, offered: known },
  });
}

function toPreset(row: PresetRow, caller: Caller, user: Owner): Preset {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    vendor: row.vendor,
    model: row.model,
    contextTokens: row.contextTokens,
    // The contract of the route checks it, so that one that does not fit any more is left out of a list.
    parameters: row.parameters as AdvancedParameters,
    isGlobal: row.isGlobal,
    isMine: row.isGlobal ? caller.isOperator : row.ownerId === user.id,
    isDefault: row.id === user.defaultPresetId,
  };
}
