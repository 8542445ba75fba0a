import { undoClearHistory } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain, timeOf } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';

export const undo = defineSubcommand({
  description: 'Undo your last /history clear',
  options: { character: characterOption('Which character') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { characterName, since } = await gateway.call(undoClearHistory, {
      caller,
      params: { characterId: options.character },
    });
    const reach = since === null ? say('history.from-the-start') : say('history.since', { time: timeOf(since) });
    await respond(note(say('history.restored', { name: plain(characterName), reach }), 'good'));
  },
});
