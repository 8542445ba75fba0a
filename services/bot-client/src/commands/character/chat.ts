import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { characterOption } from './character-option.ts';
import { MAX_SAID_LENGTH, sayTo } from './say-to.ts';

export const chat = defineSubcommand({
  description: 'Say something to a character in this channel, where everybody can see it',
  options: {
    character: characterOption('Who you talk to'),
    message: option.string('What you say', { maxLength: MAX_SAID_LENGTH }),
  },
  reply: 'public',
  run: (call, ctx) => sayTo(call.options.character, call.options.message, call, ctx),
});
