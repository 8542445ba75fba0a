import { activateChannel } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { channelMention } from 'discord.js';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';
import { requireChannel } from '../require-channel.ts';

export const activate = defineSubcommand({
  description: 'Let a character answer every message in this channel',
  options: { character: characterOption('Who answers') },
  reply: 'private',
  async run({ options, caller, place, respond }, { gateway }) {
    const { id: channelId } = requireChannel(place);
    const { characterName, isPublic } = await gateway.call(activateChannel, {
      caller,
      params: { channelId },
      body: { characterId: options.character },
    });
    const facts = { name: plain(characterName), channel: channelMention(channelId) };
    await respond(note(say(isPublic ? 'channel.activated-public' : 'channel.activated-private', facts), 'good'));
  },
});
