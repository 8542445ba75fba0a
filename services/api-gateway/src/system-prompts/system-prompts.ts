import type {
  assignSystemPrompt,
  Caller,
  RouteRequest,
  SystemPrompt,
  SystemPromptDraft,
  updateSystemPrompt,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { audit } from '../audits/audits.ts';
import type { GatewayContext } from '../context.ts';
import { changes } from '../database/changes.ts';
import { isDuplicate } from '../database/errors.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { type Rows, transaction } from '../database/transaction.ts';

type Context = Pick<GatewayContext, 'prisma'>;

const columns = {
  id: true,
  name: true,
  text: true,
  isGlobal: true,
  characters: { where: { deletedAt: null }, select: { id: true, name: true }, orderBy: { name: 'asc' } },
  guilds: { select: { id: true }, orderBy: { id: 'asc' } },
} as const;

export async function list({ prisma }: Context): Promise<SystemPrompt[]> {
  const rows = await prisma.systemPrompt.findMany({ select: columns, orderBy: { name: 'asc' } });
  return rows.map(({ guilds, ...row }) => ({ ...row, serverIds: guilds.map(({ id }) => toSnowflake(id)) }));
}

/** @throws NotFoundError */
export async function get(id: string, { prisma }: { prisma: Rows }): Promise<SystemPrompt> {
  const row = await prisma.systemPrompt.findUnique({ where: { id }, select: columns });
  if (row === null) throw new NotFoundError('system prompt', id);
  const { guilds, ...prompt } = row;
  return { ...prompt, serverIds: guilds.map((guild) => toSnowflake(guild.id)) };
}

/** @throws AppError `conflict` when another one is called so */
export async function create(caller: Caller, draft: SystemPromptDraft, ctx: Context): Promise<SystemPrompt> {
  const id = uuidV7();
  await withFreeName(draft.name, () =>
    write(caller, 'create', id, ctx, (tx) => tx.systemPrompt.create({ data: { id, ...draft } })),
  );
  return get(id, ctx);
}

/** @throws NotFoundError; AppError as `create` */
export async function update(
  caller: Caller,
  id: string,
  patch: RouteRequest<typeof updateSystemPrompt>['body'],
  ctx: Context,
): Promise<SystemPrompt> {
  const { name } = await get(id, ctx);
  await withFreeName(patch.name ?? name, () =>
    write(caller, 'edit', id, ctx, (tx) => tx.systemPrompt.update({ where: { id }, data: changes(patch) })),
  );
  return get(id, ctx);
}

/** @throws NotFoundError */
export async function remove(caller: Caller, id: string, ctx: Context): Promise<{ name: string }> {
  const { name } = await get(id, ctx);
  await write(caller, 'delete', id, ctx, (tx) => tx.systemPrompt.delete({ where: { id } }));
  return { name };
}

/** @throws NotFoundError for a prompt or a character that is not there */
export async function assign(
  caller: Caller,
  id: string,
  { to, isAssigned }: RouteRequest<typeof assignSystemPrompt>['body'],
  ctx: Context,
): Promise<SystemPrompt> {
  await get(id, ctx);
  await write(caller, isAssigned ? 'assign' : 'unassign', id, ctx, async (tx) => {
    switch (to.kind) {
      case 'everywhere':
        return tx.systemPrompt.update({ where: { id }, data: { isGlobal: isAssigned } });
      case 'character': {
        const given = { id: to.characterId, deletedAt: null, ...(!isAssigned && { operatorPromptId: id }) };
        const { count } = await tx.character.updateMany({
          where: given,
          data: { operatorPromptId: isAssigned ? id : null },
        });
        if (count === 0 && isAssigned) throw new NotFoundError('character', to.characterId);
        return;
      }
      case 'server': {
        const guildId = toBigInt(to.serverId);
        if (!isAssigned) {
          return tx.guild.updateMany({
            where: { id: guildId, operatorPromptId: id },
            data: { operatorPromptId: null },
          });
        }
        return tx.guild.upsert({
          where: { id: guildId },
          create: { id: guildId, operatorPromptId: id },
          update: { operatorPromptId: id },
        });
      }
    }
  });
  return get(id, ctx);
}

async function write(
  caller: Caller,
  verb: string,
  id: string,
  { prisma }: Context,
  work: (tx: Rows) => Promise<unknown>,
): Promise<void> {
  await transaction(prisma, async (tx) => {
    const before = await tx.systemPrompt.findUnique({ where: { id }, select: { name: true } });
    await work(tx);
    const facts = before === null ? {} : { name: before.name };
    await audit(tx, { actorId: caller.id, action: `system-prompt.${verb}`, targetId: id, facts });
  });
}

async function withFreeName(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isDuplicate(error, 'name')) throw error;
    throw new AppError('conflict', `a system prompt is called ${name} already`, {
      reason: 'name-taken',
      facts: { name },
    });
  }
}
