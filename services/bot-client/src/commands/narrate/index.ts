import { writeNarration } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { defineCommand } from '../../define/command.ts';
import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { characterOption } from '../character/character-option.ts';
import { MAX_SAID_LENGTH } from '../character/say-to.ts';
import { chimeInWith } from '../chime-in/chime-in-with.ts';

export const narrate = defineCommand({
  name: 'narrate',
  description: 'Add a line to the story that nobody says',
  run: defineSubcommand({
    description: 'Add a line to the story that nobody says',
    options: {
      text: option.string('What happens', { maxLength: MAX_SAID_LENGTH }),
      character: optionalStored(characterOption('Who reacts to it; nobody when left out')),
    },
    reply: 'public',
    async run(call, ctx) {
      const { text, character } = call.options;
      const words = text.trim().replaceAll('*', '');
      if (words === '') throw new AppError('invalid-input', 'the narration is empty', { reason: 'message-empty' });
      const shown = await call.respond({ content: writeNarration(words) });
      // Just behind the narration, which it reacts to.
      const id = String(BigInt(shown.id) + 1n);
      if (character !== undefined) await chimeInWith(character, { ...call, id }, ctx);
    },
  }),
});
