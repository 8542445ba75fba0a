import { readHistoryStats } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain, timeOf } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';

export const stats = defineSubcommand({
  description: 'See how much of your conversations a character sees',
  options: { character: characterOption('Which character') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { characterName, countedLines, hiddenLines, since } = await gateway.call(readHistoryStats, {
      caller,
      params: { characterId: options.character },
    });
    const reach = since === null ? say('history.from-the-start') : say('history.since', { time: timeOf(since) });
    const lines = say('count.lines', { count: countedLines });
    const hidden = say('count.lines', { count: hiddenLines });
    await respond(note(say('history.stats', { name: plain(characterName), lines, reach, hidden })));
  },
});
