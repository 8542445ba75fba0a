import { say } from '@tzurot/words';
import { defineCommand } from '../../define/command.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';
import { chimeInWith } from './chime-in-with.ts';

export const chimeIn = defineCommand({
  name: 'chime-in',
  description: 'Let a character react to what was said last in this channel',
  run: defineSubcommand({
    description: 'Let a character react to what was said last in this channel',
    options: { character: characterOption('Who joins in') },
    reply: 'private',
    async run(call, ctx) {
      const name = await chimeInWith(call.options.character, call, ctx);
      await call.respond(note(say('greeting.chimes-in', { name }), 'good'));
    },
  }),
});
