import { readOwnUsage } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { THEMES } from './chart.ts';
import { drawOrNull } from './draw-or-null.ts';
import { PERIODS } from './periods.ts';
import { usageView } from './usage-view.ts';

/** `/usage` and `/me usage`. */
export const ownUsage = defineSubcommand({
  description: 'What you have used: tokens, cost, by day, model and character',
  options: {
    period: option.optionalChoice('How far back', PERIODS),
    theme: option.optionalChoice('Colours of the chart', THEMES),
  },
  reply: 'private',
  async run({ options, caller, respond }, ctx) {
    const { period = '7d', theme = 'dark' } = options;
    const { report, freeReplies } = await ctx.gateway.call(readOwnUsage, { caller, query: { period } });
    const chart = await drawOrNull(report, theme, ctx);
    await respond(usageView(report, { title: say('usage.own-title'), chart, freeReplies }));
  },
});
