import { undoClearHistory } from '@tzurot/contracts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';

export const undo = defineSubcommand({
  description: 'Take the last /history clear back',
  options: { character: characterOption('With whom') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { characterName, since } = await gateway.call(undoClearHistory, {
      caller,
      params: { characterId: options.character },
    });
    const reach = since === null ? 'from the very beginning' : `since <t:${Math.floor(Date.parse(since) / 1_000)}:f>`;
    await respond(
      note(`**${plain(characterName)} sees your conversation again**, ${reach}. Memories were never touched.`, 'good'),
    );
  },
});
