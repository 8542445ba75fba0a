import { defineSubcommand } from '../../../define/subcommand.ts';
import { systemPromptDashboard } from './dashboard.ts';
import { systemPromptOption } from './system-prompt-option.ts';

export const edit = defineSubcommand({
  description: 'Change a system prompt',
  options: { prompt: systemPromptOption('Which system prompt') },
  reply: 'private',
  run: (call, ctx) => systemPromptDashboard.open(call.options.prompt, call, ctx),
});
