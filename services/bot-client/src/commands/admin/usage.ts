import { readAllUsage } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { THEMES } from '../usage/chart.ts';
import { drawOrNull } from '../usage/draw-or-null.ts';
import { PERIODS } from '../usage/periods.ts';
import { writeUsageFile } from '../usage/usage-file.ts';
import { usageView } from '../usage/usage-view.ts';

export const usage = defineSubcommand({
  description: 'What everybody has used: by day, model, character, person, server and payer',
  options: {
    period: option.optionalChoice('How far back', PERIODS),
    theme: option.optionalChoice('Colours of the chart', THEMES),
  },
  reply: 'private',
  async run({ options, caller, place, respond }, ctx) {
    const { period = '7d', theme = 'dark' } = options;
    const report = await ctx.gateway.call(readAllUsage, { caller, query: { period } });
    const serverName = (id: string) => place.channel?.client.guilds.cache.get(id)?.name ?? null;
    const chart = await drawOrNull(report, theme, ctx);
    const csv = writeUsageFile(report, serverName);
    await respond(usageView(report, { title: say('usage.all-title'), chart, csv, serverName }));
  },
});
