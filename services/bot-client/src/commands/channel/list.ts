import { type ChannelSetup, customId, listChannelSetups, PAGE_SIZE, part } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { channelMention } from 'discord.js';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, clip, note, plain, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import type { CardView } from '../../ui/view.ts';

const LINE_LENGTH = 350;

const channelsPageId = customId('channel:list', { page: part.number });

export const list = defineSubcommand({
  description: 'Every channel of this server where characters are active or instructions count',
  options: {},
  reply: 'private',
  run: (call, ctx) => showPage(1, call, ctx),
});

export const turnChannelsPage = onButton(channelsPageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state.page, call, ctx),
});

async function showPage(page: number, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  await respond(channelsView((await gateway.call(listChannelSetups, { caller })).items, page));
}

export function channelsView(items: readonly ChannelSetup[], wanted: number): CardView {
  if (items.length === 0) return note(say('channel.none-set'));
  const pages = Math.ceil(items.length / PAGE_SIZE);
  const page = Math.min(Math.max(1, wanted), pages);
  return card([
    text(
      [
        `## ${say('channel.list-title')}`,
        ...items.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((item) => `- ${describeSetup(item)}`),
      ].join('\n'),
    ),
    text(pageLine(say('count.channels', { count: items.length }), page, pages)),
    ...pager(page, pages, (to) => channelsPageId.encode({ page: to })),
  ]);
}

function describeSetup({ channelId, characters, hasInstructions }: ChannelSetup): string {
  const parts = [
    ...(characters.length === 0 ? [] : [characters.map(({ name }) => plain(name)).join(', ')]),
    ...(hasInstructions ? [say('channel.has-instructions')] : []),
  ];
  return clip(`${channelMention(channelId)}: ${parts.join(' · ')}`, LINE_LENGTH);
}
