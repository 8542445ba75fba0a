import { deactivateChannel } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { channelMention } from 'discord.js';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';

export const deactivate = defineSubcommand({
  description: 'Stop a character from answering every message in this channel',
  options: {},
  reply: 'private',
  async run({ caller, place: { channelId }, respond }, { gateway }) {
    const { characterName } = await gateway.call(deactivateChannel, { caller, params: { channelId } });
    const where = channelMention(channelId);
    await respond(
      characterName === null
        ? note(say('channel.was-not-active', { channel: where }))
        : note(say('channel.deactivated', { name: plain(characterName), channel: where }), 'good'),
    );
  },
});
