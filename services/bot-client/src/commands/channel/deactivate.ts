import { deactivateChannel } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { channelMention } from 'discord.js';
import { optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';

export const deactivate = defineSubcommand({
  description: 'Let a character, or all of them, answer in this channel only when called',
  options: { character: optionalStored(characterOption('Only this one; all of them when left out')) },
  reply: 'private',
  async run({ options, caller, place: { channelId }, respond }, { gateway }) {
    const { characterNames, remaining } = await gateway.call(deactivateChannel, {
      caller,
      params: { channelId },
      body: options.character === undefined ? {} : { characterId: options.character },
    });
    const channel = channelMention(channelId);
    const list = (names: readonly string[]) => names.map(plain).join(', ');
    if (characterNames.length === 0) return void (await respond(note(say('channel.was-not-active', { channel }))));
    const lines = [
      say('channel.deactivated', { names: list(characterNames), channel }),
      ...(remaining.length === 0 ? [] : [say('channel.still-active', { names: list(remaining) })]),
    ];
    await respond(note(lines.join('\n'), 'good'));
  },
});
