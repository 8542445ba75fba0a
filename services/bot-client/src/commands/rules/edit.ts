import { defineSubcommand } from '../../define/subcommand.ts';
import { ruleDashboard } from './dashboard.ts';
import { ruleOption } from './rule-option.ts';

export const edit = defineSubcommand({
  description: 'Change a rule, switch it off, or say where it applies',
  options: { rule: ruleOption('Which rule') },
  reply: 'private',
  run: (call, ctx) => ruleDashboard.open(call.options.rule, call, ctx),
});
