import { getInstructions, LIMITS, putInstructions } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { ChannelType, channelMention } from 'discord.js';
import { type DashboardSection, defineDashboard } from '../../define/dashboard.ts';
import { input } from '../../define/modal.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { excerpt } from '../../ui/elements.ts';

interface Instructions {
  /** Of the channel or category. */
  id: string;
  text: string;
}

const inputs = {
  text: input.long(say('channel.instructions'), {
    maxLength: LIMITS.instructions,
    hint: say('channel.instructions-hint'),
  }),
};

const section: DashboardSection<Instructions, string, typeof inputs> = {
  title: say('channel.instructions'),
  inputs,
  summarize: ({ text }) => (text === '' ? say('interface.none') : excerpt(text, 1_500)),
  read: ({ text }) => ({ text }),
  write: ({ text = '' }) => text,
};

export const instructionsDashboard = defineDashboard({
  command: 'channel',
  sections: { instructions: section },
  title: ({ id }: Instructions) => say('channel.instructions-title', { channel: channelMention(id) }),
  subtitle: () => say('channel.instructions-about'),
  canEdit: () => true,
  buttons: () => [],
  async load(id, { caller }, { gateway }) {
    const { instructions } = await gateway.call(getInstructions, { caller, params: { channelId: id } });
    return { id, text: instructions ?? '' };
  },
  async save(id, text, { caller }, { gateway }) {
    const body = { instructions: text };
    const { instructions } = await gateway.call(putInstructions, { caller, params: { channelId: id }, body });
    return { id, text: instructions ?? '' };
  },
});

export const instructions = defineSubcommand({
  description: 'Tell every character something about this channel, or about a category',
  options: {
    channel: option.optionalChannel('Which channel or category; if left out, this one', {
      types: [
        ChannelType.GuildText,
        ChannelType.GuildAnnouncement,
        ChannelType.GuildForum,
        ChannelType.GuildVoice,
        ChannelType.GuildCategory,
        ChannelType.PublicThread,
        ChannelType.PrivateThread,
      ],
    }),
  },
  reply: 'private',
  run: (call, ctx) => instructionsDashboard.open(call.options.channel?.id ?? call.place.channelId, call, ctx),
});
