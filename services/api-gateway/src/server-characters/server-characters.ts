import type { Caller, ServerCharacters, ServerChoice } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { nextVersion, publishChange } from '../address-book/address-book.ts';
import { audit } from '../audits/audits.ts';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { type Rows, transaction } from '../database/transaction.ts';

type Staff = Caller & { guildId: string };

/** On each list; a server that needs more turns its default round. */
const MAX_CHOICES = 1_000;

export async function read({ guildId }: Staff, { prisma }: Pick<GatewayContext, 'prisma'>): Promise<ServerCharacters> {
  const id = toBigInt(guildId);
  const [guild, chosen] = await Promise.all([
    prisma.guild.findUnique({ where: { id }, select: { hears: true } }),
    prisma.serverCharacter.findMany({
      where: { guildId: id },
      select: { characterId: true, choice: true, character: { select: { name: true } } },
      orderBy: { character: { name: 'asc' } },
    }),
  ]);
  const on = (list: string) =>
    chosen
      .filter(({ choice }) => choice === list)
      .map(({ characterId, character }) => ({ characterId, name: character.name }));
  return { hears: guild?.hears === 'none' ? 'none' : 'all', allowed: on('allow'), blocked: on('block') };
}

export async function setHears(
  staff: Staff,
  hears: ServerChoice['hears'],
  ctx: GatewayContext,
): Promise<ServerCharacters> {
  return change(staff, ctx, async (tx, guildId) => {
    await tx.guild.upsert({ where: { id: guildId }, create: { id: guildId, hears }, update: { hears } });
    await audit(tx, { actorId: staff.id, action: 'server.hear', targetId: staff.guildId, facts: { hears } });
  });
}

/** @throws NotFoundError for a character that the caller may not know; AppError `limit-reached` when the list is full */
export async function choose(
  staff: Staff,
  { characterId, choice }: { characterId: string; choice: 'allow' | 'block' | null },
  ctx: GatewayContext,
): Promise<ServerCharacters> {
  return change(staff, ctx, async (tx, guildId) => {
    const { name } = await requireTalkable(tx, staff, characterId);
    const row = { guildId, characterId };
    if (choice === null) {
      await tx.serverCharacter.deleteMany({ where: row });
    } else {
      const others = { guildId, choice, characterId: { not: characterId } };
      if ((await tx.serverCharacter.count({ where: others })) >= MAX_CHOICES)
        throw new AppError('limit-reached', 'the list is full', {
          reason: 'too-many-choices',
          facts: { max: MAX_CHOICES },
        });
      await tx.serverCharacter.upsert({
        where: { guildId_characterId: row },
        create: { ...row, choice },
        update: { choice },
      });
    }
    const facts = { name, choice, guildId: staff.guildId };
    await audit(tx, { actorId: staff.id, action: 'server.choose', targetId: characterId, facts });
  });
}

async function change(
  staff: Staff,
  ctx: GatewayContext,
  work: (tx: Rows, guildId: bigint) => Promise<void>,
): Promise<ServerCharacters> {
  const guildId = toBigInt(staff.guildId);
  const version = await transaction(ctx.prisma, async (tx) => {
    await work(tx, guildId);
    return nextVersion(tx);
  });
  const server = await read(staff, ctx);
  const ids = (list: ServerCharacters['allowed']) => list.map(({ characterId }) => characterId);
  const choice = {
    guildId: staff.guildId,
    hears: server.hears,
    allowed: ids(server.allowed),
    blocked: ids(server.blocked),
  };
  await publishChange({ version, change: { kind: 'server-choice', choice } }, ctx);
  return server;
}
