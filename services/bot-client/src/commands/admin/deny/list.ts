import { type Denial, deleteDenial, listDenials, PAGE_SIZE } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../../context.ts';
import type { Call } from '../../../define/call.ts';
import { onButton } from '../../../define/component.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { button, card, note, plain, section, text, timeOf } from '../../../ui/elements.ts';
import { pageLine, pager } from '../../../ui/pager.ts';
import { denialsPageId, removeDenialId } from '../ids.ts';
import { describeTarget } from './describe.ts';

export const list = defineSubcommand({
  description: 'See who and what is kept out, and let them back in',
  options: {},
  reply: 'private',
  run: (call, ctx) => showPage(1, call, ctx),
});

export const turnDenialsPage = onButton(denialsPageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state.page, call, ctx),
});

export const removeDenial = onButton(removeDenialId, {
  reply: 'update',
  async run(call, ctx) {
    await ctx.gateway.call(deleteDenial, { caller: call.caller, params: { denialId: call.state.id } });
    await showPage(1, call, ctx);
  },
});

async function showPage(wanted: number, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const { items } = await gateway.call(listDenials, { caller });
  if (items.length === 0) return void (await respond(note(say('moderation.no-denials'))));
  const pages = Math.ceil(items.length / PAGE_SIZE);
  const page = Math.min(Math.max(1, wanted), pages);
  const shown = items.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  await respond(
    card([
      text(`## ${say('moderation.denials-title')}`),
      ...shown.map((denial) =>
        section(describeDenial(denial), button({ id: removeDenialId.encode(denial), label: say('moderation.remove') })),
      ),
      text(pageLine(`${items.length}`, page, pages)),
      ...pager(page, pages, (other) => denialsPageId.encode({ page: other })),
    ]),
  );
}

function describeDenial(denial: Denial): string {
  const { mode, until, reason } = denial;
  return say('moderation.denial-line', {
    target: describeTarget(denial),
    mode: say(`moderation.mode-${mode}`),
    end: until === null ? '' : say('moderation.denial-end', { time: timeOf(until) }),
    reason: reason === '' ? '' : say('moderation.denial-reason', { reason: plain(reason) }),
  });
}
