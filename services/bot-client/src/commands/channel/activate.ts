import { activateChannel } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { channelMention } from 'discord.js';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';
import { requireChannel } from '../require-channel.ts';

export const activate = defineSubcommand({
  description: 'Let a character answer in this channel without being called',
  options: { character: characterOption('Who answers') },
  reply: 'private',
  async run({ options, caller, place, respond }, { gateway }) {
    const { id: channelId } = requireChannel(place);
    const { characterName, isPublic, others } = await gateway.call(activateChannel, {
      caller,
      params: { channelId },
      body: { characterId: options.character },
    });
    const facts = { name: plain(characterName), channel: channelMention(channelId) };
    const lines = [
      say(isPublic ? 'channel.activated-public' : 'channel.activated-private', facts),
      ...(others.length === 0 ? [] : [say('channel.also-active', { names: others.map(plain).join(', ') })]),
    ];
    await respond(note(lines.join('\n'), 'good'));
  },
});
