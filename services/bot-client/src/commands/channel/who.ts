import { listChannelSetups } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { channelMention } from 'discord.js';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';

export const who = defineSubcommand({
  description: 'Who answers in this channel without being called',
  options: {},
  reply: 'private',
  async run({ caller, place, respond }, { gateway }) {
    const { channel, channelId } = place;
    const parentId = channel?.isThread() === true ? channel.parentId : null;
    const { items } = await gateway.call(listChannelSetups, { caller });
    // A thread has the characters of its parent unless it has its own.
    const here = [channelId, parentId]
      .map((id) => items.find((item) => item.channelId === id && item.characters.length > 0))
      .find((item) => item !== undefined);
    if (here === undefined) {
      return void (await respond(note(say('channel.nobody-here', { channel: channelMention(channelId) }))));
    }
    const lines = here.characters.map(
      ({ name, isPublic }) => `- **${plain(name)}**${isPublic ? '' : ` · ${say('channel.private-here')}`}`,
    );
    const from =
      here.channelId === channelId ? [] : [say('channel.from-parent', { channel: channelMention(here.channelId) })];
    await respond(
      note([`## ${say('channel.who-title', { channel: channelMention(channelId) })}`, ...lines, ...from].join('\n')),
    );
  },
});
