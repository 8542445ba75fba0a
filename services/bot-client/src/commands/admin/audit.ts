import { type AuditEntry, listAudits } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { userMention } from 'discord.js';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, excerpt, note, text, timeOf } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import { auditPageId } from './ids.ts';

const FACTS_LENGTH = 110;
const NAME_LENGTH = 40;

export const audit = defineSubcommand({
  description: "What operators and staff changed that isn't theirs",
  options: {},
  reply: 'private',
  run: (call, ctx) => showPage(1, call, ctx),
});

export const turnAuditPage = onButton(auditPageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state.page, call, ctx),
});

async function showPage(wanted: number, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const { items, page, pages } = await gateway.call(listAudits, { caller, query: { page: Math.max(1, wanted) } });
  if (items.length === 0) return void (await respond(note(say('moderation.audit-empty'))));
  await respond(
    card([
      text([`## ${say('moderation.audit-title')}`, ...items.map(describeEntry)].join('\n')),
      text(pageLine(say('moderation.audit-count', { count: items.length }), page, pages)),
      ...pager(page, pages, (other) => auditPageId.encode({ page: other })),
    ]),
  );
}

function describeEntry(entry: AuditEntry): string {
  const { createdAt, action, targetId, targetName, actorId, actorName, facts } = entry;
  const target = targetName === null ? `\`${targetId}\`` : `${excerpt(targetName, NAME_LENGTH)} (\`${targetId}\`)`;
  const actor =
    actorName === null ? userMention(actorId) : `${userMention(actorId)} (${excerpt(actorName, NAME_LENGTH)})`;
  const known = Object.entries(facts).filter(([, value]) => value !== null && value !== '');
  const told = known.map(([name, value]) => `${name}: ${value}`).join(', ');
  const line = { time: timeOf(createdAt), actor, action, target };
  return say('moderation.audit-line', { ...line, facts: told === '' ? '' : ` · ${excerpt(told, FACTS_LENGTH)}` });
}
