import { clearHistory } from '@tzurot/contracts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { count, note, plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';

export const clear = defineSubcommand({
  description: 'Begin afresh with a character; what it remembers stays',
  options: { character: characterOption('With whom') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { characterName, hiddenLines } = await gateway.call(clearHistory, {
      caller,
      params: { characterId: options.character },
    });
    const name = plain(characterName);
    await respond(
      note(
        [
          `**You begin afresh with ${name}.**`,
          `When you talk to ${name}, nothing that was said before now is looked at (${count(hiddenLines, 'line')}). Others keep their conversations.`,
          `What ${name} remembers of you stays: this hides the conversation, not the memories.`,
          '`/history undo` takes it back, once.',
        ].join('\n'),
        'good',
      ),
    );
  },
});
