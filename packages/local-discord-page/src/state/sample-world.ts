import { ChannelType, Permission } from '../discord/constants.ts';
import type { Channel, Guild, Message, User } from '../discord/types.ts';
import { applyEvent } from './apply-event.ts';
import { emptyWorld, type World } from './world.ts';

/** A small server to test with: a writer, an owner, a bot, a moderator role, channels of several kinds. */

export const ada: User = { id: '1001', username: 'ada', global_name: 'Ada' };
export const ben: User = { id: '1002', username: 'ben' };
export const bot: User = { id: '1003', username: 'Tzurot', bot: true };

export const moderatorRoleId = '2001';

/** An id that belongs to this many minutes after the first of January 2026. */
export const idAt = (minute: number, step = 0): string =>
  ((BigInt(Date.UTC(2026, 0, 1) + minute * 60_000 - 1_420_070_400_000) << 22n) + BigInt(step)).toString();

const everyone = Permission.viewChannel | Permission.sendMessages | Permission.addReactions | Permission.attachFiles;

export const guild: Guild = {
  id: '500',
  name: 'Tavern',
  owner_id: ben.id,
  emojis: [{ id: '900', name: 'ghosty' }],
  roles: [
    { id: '500', name: '@everyone', color: 0, position: 0, permissions: everyone.toString() },
    { id: moderatorRoleId, name: 'Moderator', color: 0xff0000, position: 1, permissions: '0', mentionable: true },
  ],
};

const channel = (id: string, name: string, more: Partial<Channel> = {}): Channel => ({
  id,
  type: ChannelType.text,
  guild_id: guild.id,
  name,
  position: 0,
  last_message_id: null,
  ...more,
});

export const general = channel('601', 'general');
export const staff = channel('602', 'staff', {
  position: 1,
  permission_overwrites: [
    { id: guild.id, type: 0, allow: '0', deny: Permission.viewChannel.toString() },
    { id: moderatorRoleId, type: 0, allow: Permission.viewChannel.toString(), deny: '0' },
  ],
});
const category = channel('603', 'Library', { type: ChannelType.category });
export const shelf = channel('604', 'shelf', { parent_id: category.id });
export const forum = channel('605', 'stories', { type: ChannelType.forum, position: 2 });
export const corner = channel('606', 'corner', { type: ChannelType.publicThread, parent_id: general.id });
export const dm: Channel = { id: '607', type: ChannelType.dm, recipients: [bot], last_message_id: null };

/** What Ada knows right after she connected. */
export const sampleWorld = (myRoles: readonly string[] = []): World =>
  applyEvent(emptyWorld, {
    name: 'READY',
    atMs: 0,
    data: {
      user: ada,
      users: [ben, bot],
      private_channels: [dm],
      guilds: [
        {
          ...guild,
          channels: [general, staff, category, shelf, forum],
          threads: [corner],
          members: [
            { user: ada, roles: myRoles },
            { user: ben, roles: [moderatorRoleId], nick: 'Benny' },
            { user: bot, roles: [] },
          ],
        },
      ],
    },
  });

export const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  channel_id: general.id,
  author: ben,
  content: 'hello',
  timestamp: '2026-01-01T00:00:00.000Z',
  edited_timestamp: null,
  mentions: [],
  attachments: [],
  embeds: [],
  type: 0,
  ...more,
});
