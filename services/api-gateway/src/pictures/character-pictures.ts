import type { Caller, Character } from '@tzurot/contracts';
import { requireOwned } from '../characters/access.ts';
import { auditForeign, get } from '../characters/characters.ts';
import type { GatewayContext } from '../context.ts';
import { transaction } from '../database/transaction.ts';
import { encodePicture } from './encode-picture.ts';
import { dropUnused, keepPicture } from './keep-picture.ts';

/** Shows a picture from now on, in place of any other. @throws as `requireOwned` and `encodePicture` do */
export async function setPictureOf(
  caller: Caller,
  characterId: string,
  file: Uint8Array,
  ctx: GatewayContext,
): Promise<Character> {
  await requireOwned(ctx.prisma, caller, characterId);
  return replace(caller, characterId, await encodePicture(file), ctx);
}

/** Takes the picture away, and the address of one on the web. */
export async function clearPictureOf(caller: Caller, characterId: string, ctx: GatewayContext): Promise<Character> {
  await requireOwned(ctx.prisma, caller, characterId);
  return replace(caller, characterId, null, ctx);
}

async function replace(
  caller: Caller,
  characterId: string,
  picture: Parameters<typeof keepPicture>[2] | null,
  ctx: GatewayContext,
): Promise<Character> {
  await transaction(ctx.prisma, async (tx) => {
    const before = await tx.character.findUniqueOrThrow({
      where: { id: characterId },
      select: { name: true, ownerId: true, pictureId: true, owner: { select: { discordId: true } } },
    });
    const pictureId = picture === null ? null : await keepPicture(tx, before.ownerId, picture);
    await tx.character.update({
      where: { id: characterId },
      // The address would go before the picture.
      data: { pictureId, avatarUrl: null, revision: { increment: 1 } },
    });
    await auditForeign(tx, caller, before, { action: 'character.picture', targetId: characterId });
    if (before.pictureId !== pictureId) await dropUnused(tx, [before.pictureId]);
  });
  return get(caller, characterId, ctx);
}
