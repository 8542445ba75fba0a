import { deleteRule } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';
import { ruleOption } from './rule-option.ts';

export const remove = defineSubcommand({
  description: 'Delete a rule',
  options: { rule: ruleOption('Which rule') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { name } = await gateway.call(deleteRule, { caller, params: { ruleId: options.rule } });
    await respond(note(say('rule.deleted', { name: plain(name) }), 'good'));
  },
});
