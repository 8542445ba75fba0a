import { cloneCharacter, LIMITS } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { plain } from '../../ui/elements.ts';
import { characterOption } from './character-option.ts';
import { characterDashboard } from './dashboard.ts';

export const clone = defineSubcommand({
  description: 'Make a private copy of one of your characters',
  options: {
    character: characterOption('Which character', 'mine'),
    name: option.optionalString('What the copy is called', { maxLength: LIMITS.characterName }),
  },
  reply: 'private',
  async run(call, ctx) {
    const { character: characterId, name } = call.options;
    const copy = await ctx.gateway.call(cloneCharacter, {
      caller: call.caller,
      params: { characterId },
      body: name === undefined ? {} : { name },
    });
    await characterDashboard.show(
      copy,
      call,
      ctx,
      say('character.cloned', { name: plain(copy.name), slug: copy.slug }),
    );
  },
});
