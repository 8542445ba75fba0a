import { clearHistory } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';

export const clear = defineSubcommand({
  description: 'Start fresh with a character; it still remembers you',
  options: { character: characterOption('Which character') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { characterName, hiddenLines } = await gateway.call(clearHistory, {
      caller,
      params: { characterId: options.character },
    });
    await respond(note(say('history.cleared', { name: plain(characterName), count: hiddenLines }), 'good'));
  },
});
