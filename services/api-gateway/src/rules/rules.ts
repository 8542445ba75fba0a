import {
  type Caller,
  type createRule,
  MAX_RULES_PER_TARGET,
  type RouteRequest,
  RuleTarget,
  type TextRule,
  TextRuleDraft,
  type TextRulePatch,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { requireOwned } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { changes } from '../database/changes.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { lockUser, type Rows, transaction } from '../database/transaction.ts';
import type { Prisma, TextRule as RuleRow } from '../generated/prisma/client.ts';
import { findOrKeepUser } from '../users/users.ts';

type RuleContext = Pick<GatewayContext, 'pool' | 'prisma'>;
type Draft = RouteRequest<typeof createRule>['body'];

/** @throws AppError `forbidden`, or `limit-reached` when the target has too many */
export async function create(caller: Caller, { to, ...draft }: Draft, ctx: RuleContext): Promise<TextRule> {
  const targetId = await requireTarget(caller, to, ctx);
  const { id: ownerId } = await findOrKeepUser(caller, ctx);
  const row = await transaction(ctx.prisma, async (tx) => {
    await lockUser(tx, ownerId);
    const of = { target: to.target, targetId };
    const { _count: count, _max: last } = await tx.textRule.aggregate({
      where: of,
      _count: true,
      _max: { position: true },
    });
    if (count >= MAX_RULES_PER_TARGET) {
      throw new AppError('limit-reached', `a target may have ${MAX_RULES_PER_TARGET} rules`, {
        reason: 'too-many-rules',
        facts: { max: MAX_RULES_PER_TARGET },
      });
    }
    const position = (last.position ?? -1) + 1;
    return tx.textRule.create({ data: { id: uuidV7(), ownerId, ...of, position, ...toStored(draft) } });
  });
  return get(caller, row.id, ctx);
}

/** Whose replies a rule may change is up to their owner. @returns what the target is found by */
async function requireTarget(caller: Caller, to: Draft['to'], { prisma }: RuleContext): Promise<string> {
  if (to.target === 'person') return caller.id;
  if (to.target === 'character') {
    await requireOwned(prisma, caller, to.characterId);
    return to.characterId;
  }
  if (!caller.isOperator) {
    throw new AppError('forbidden', 'rules of everybody are for operators', { reason: 'operator-only' });
  }
  return '';
}

/** In the order in which they are applied. */
export async function list(caller: Caller, { prisma }: RuleContext): Promise<TextRule[]> {
  const rows = await prisma.textRule.findMany({
    where: visible(caller),
    orderBy: [{ target: 'asc' }, { position: 'asc' }],
  });
  return toRules(rows, prisma);
}

/** @throws NotFoundError for somebody else's, as if it did not exist */
export async function get(caller: Caller, ruleId: string, { prisma }: RuleContext): Promise<TextRule> {
  const [rule] = await toRules([await requireRule(prisma, caller, ruleId)], prisma);
  if (rule === undefined) throw new NotFoundError('rule', ruleId);
  return rule;
}

/** @throws NotFoundError for somebody else's */
export async function update(
  caller: Caller,
  ruleId: string,
  patch: TextRulePatch,
  ctx: RuleContext,
): Promise<TextRule> {
  const before = toDraft(await requireRule(ctx.prisma, caller, ruleId));
  await ctx.prisma.textRule.update({ where: { id: ruleId }, data: toStored({ ...before, ...changes(patch) }) });
  return get(caller, ruleId, ctx);
}

/** @throws NotFoundError for somebody else's */
export async function remove(caller: Caller, ruleId: string, { prisma }: RuleContext): Promise<{ name: string }> {
  const { name } = await requireRule(prisma, caller, ruleId);
  await prisma.textRule.deleteMany({ where: { id: ruleId } });
  return { name };
}

const visible = (caller: Caller): Prisma.TextRuleWhereInput => ({
  OR: [
    { owner: { discordId: toBigInt(caller.id) }, target: { not: 'everyone' } },
    ...(caller.isOperator ? [{ target: 'everyone' }] : []),
  ],
});

async function requireRule(db: Rows, caller: Caller, ruleId: string): Promise<RuleRow> {
  const row = await db.textRule.findFirst({ where: { id: ruleId, ...visible(caller) } });
  if (row === null) throw new NotFoundError('rule', ruleId);
  return row;
}

function toStored({ name, isEnabled, ...facts }: TextRuleDraft) {
  return { name, isEnabled, facts };
}

const toDraft = ({ facts, name, isEnabled }: RuleRow): TextRuleDraft =>
  TextRuleDraft.parse({ ...(facts as object), name, isEnabled });

async function toRules(rows: readonly RuleRow[], db: Rows): Promise<TextRule[]> {
  const ids = rows.filter(({ target }) => target === 'character').map(({ targetId }) => targetId);
  const characters =
    ids.length === 0
      ? []
      : await db.character.findMany({ where: { id: { in: ids }, deletedAt: null }, select: { id: true, name: true } });
  const names = new Map(characters.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    ...toDraft(row),
    id: row.id,
    target: RuleTarget.parse(row.target),
    targetName: names.get(row.targetId) ?? null,
  }));
}
