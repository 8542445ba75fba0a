import { createRule, LIMITS } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { characterOption } from '../character/character-option.ts';
import { ruleDashboard } from './dashboard.ts';

export const add = defineSubcommand({
  description: 'Replace text in the replies you get, or that your character gives',
  options: {
    name: option.string('What you call it', { maxLength: LIMITS.ruleName }),
    pattern: option.string('What to look for, such as /\\*([^*]+)\\*/g', { maxLength: LIMITS.rulePattern }),
    replacement: option.optionalString('What to put there; if left out, it is taken out', {
      maxLength: LIMITS.rulePattern,
    }),
    character: optionalStored(characterOption('For which character of yours; if left out, for replies to you', 'mine')),
    everyone: option.optionalBoolean('For everybody; only for whoever runs the bot'),
  },
  reply: 'private',
  async run(call, ctx) {
    const { name, pattern, replacement = '', character: characterId, everyone } = call.options;
    const to =
      everyone === true
        ? { target: 'everyone' as const }
        : characterId === undefined
          ? { target: 'person' as const }
          : { target: 'character' as const, characterId };
    const rule = await ctx.gateway.call(createRule, { caller: call.caller, body: { name, pattern, replacement, to } });
    await ruleDashboard.show(rule, call, ctx, say('rule.added'));
  },
});
