import { customId, listProblems, part, type RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { channelMention } from 'discord.js';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, clip, divider, excerpt, note, plain, text, timeOf } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import type { CardView } from '../../ui/view.ts';

const problemsPageId = customId('admin:errors', { page: part.number });

/** Both parts have to fit into a message. */
const SUMMARY_LENGTH = 1_200;
const LINES_LENGTH = 2_600;
const PROBLEM_LENGTH = 110;
const KIND_LENGTH = 60;

export const errors = defineSubcommand({
  description: 'What went wrong in the last week, with the ids by which the log has it',
  options: {},
  reply: 'private',
  run: (call, ctx) => showPage(1, call, ctx),
});

export const turnProblemsPage = onButton(problemsPageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state.page, call, ctx),
});

async function showPage(page: number, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  await respond(problemsView(await gateway.call(listProblems, { caller, query: { page: Math.max(1, page) } })));
}

export function problemsView(found: RouteOutput<typeof listProblems>): CardView {
  const { items, kinds, failedCalls, page, pages, total } = found;
  if (total === 0 && failedCalls.length === 0) return note(say('problems.none'), 'good');
  const byKind = kinds.map(({ problem, count }) => `- ${count} × ${excerpt(problem, KIND_LENGTH)}`);
  const byModel = failedCalls.map(
    ({ vendor, model, count }) => `- ${count} × ${plain(vendor)} ${excerpt(model, KIND_LENGTH)}`,
  );
  const lines = items.map(({ at, characterName, channelId, stage, attempts, problem, traceId }) =>
    say('problems.line', {
      time: timeOf(at),
      name: excerpt(characterName, 40),
      channel: channelMention(channelId),
      stage,
      attempts,
      problem: excerpt(problem, PROBLEM_LENGTH),
      trace: traceId === null ? say('problems.no-trace') : `\`${traceId.slice(0, 12)}\``,
    }),
  );
  return card(
    [
      text(
        clip(
          [
            `## ${say('problems.title')}`,
            ...(byKind.length === 0 ? [] : [`**${say('problems.by-kind')}**`, ...byKind]),
            ...(byModel.length === 0 ? [] : [`**${say('problems.calls')}**`, ...byModel]),
          ].join('\n'),
          SUMMARY_LENGTH,
        ),
      ),
      ...(lines.length === 0 ? [] : [divider(), text(clip(lines.join('\n'), LINES_LENGTH))]),
      text(pageLine(say('count.problems', { count: total }), page, pages)),
      ...pager(page, pages, (to) => problemsPageId.encode({ page: to })),
    ],
    'warn',
  );
}
