import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { isAgeRestricted } from '../world/age-restricted.ts';
import { maySee, permissionsIn } from '../world/permissions.ts';
import { compareSnowflakes, type Snowflake } from '../world/snowflake.ts';
import type { Channel, Guild, Message } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** What a search asks for; lists that are empty ask for nothing. */
export interface Search {
  readonly content: string;
  readonly authorIds: readonly Snowflake[];
  /** `user`, `bot`, `webhook`; with a minus before it, everything else. */
  readonly authorTypes: readonly string[];
  readonly mentions: readonly Snowflake[];
  /** `link`, `file` and so on; with a minus before it, what has none. */
  readonly has: readonly string[];
  readonly channelIds: readonly Snowflake[];
  readonly afterId?: Snowflake | undefined;
  readonly beforeId?: Snowflake | undefined;
  readonly mentionsEveryone?: boolean | undefined;
  readonly isPinned?: boolean | undefined;
  readonly includesAgeRestricted: boolean;
  readonly oldestFirst: boolean;
}

/** The messages of a guild that fit and that this account may read, newest first unless said otherwise. */
export function searchMessages(world: World, guild: Guild, userId: Snowflake, search: Search): Message[] {
  const words = search.content.toLowerCase().split(/\s+/).filter(Boolean);
  const found: Message[] = [];
  for (const channel of readableChannels(world, guild, userId)) {
    if (search.channelIds.length > 0 && !search.channelIds.includes(channel.id)) continue;
    if (!search.includesAgeRestricted && isAgeRestricted(world, channel)) continue;
    for (const message of channel.messages) if (fits(world, message, words, search)) found.push(message);
  }
  const direction = search.oldestFirst ? 1 : -1;
  return found.toSorted((a, b) => direction * compareSnowflakes(a.id, b.id));
}

function readableChannels(world: World, guild: Guild, userId: Snowflake): Channel[] {
  return [...guild.channelIds, ...guild.threadIds]
    .flatMap((id) => world.channels.get(id) ?? [])
    .filter(
      (channel) =>
        maySee(world, userId, channel) &&
        (permissionsIn(world, userId, channel) & Permission.ReadMessageHistory) !== 0n,
    );
}

function fits(world: World, message: Message, words: readonly string[], search: Search): boolean {
  const { author } = message;
  const content = message.content.toLowerCase();
  if (!words.every((word) => content.includes(word))) return false;
  if (search.afterId !== undefined && compareSnowflakes(message.id, search.afterId) <= 0) return false;
  if (search.beforeId !== undefined && compareSnowflakes(message.id, search.beforeId) >= 0) return false;
  const authorId = author.kind === 'user' ? author.userId : author.webhookId;
  if (search.authorIds.length > 0 && !search.authorIds.includes(authorId)) return false;
  const isAuthorType = (type: string) => type === authorTypeOf(world, message);
  if (!fitsAuthorTypes(search.authorTypes, isAuthorType)) return false;
  if (search.mentions.length > 0 && !search.mentions.some((id) => message.mentionUserIds.includes(id))) return false;
  if (search.mentionsEveryone !== undefined && search.mentionsEveryone !== message.mentionEveryone) return false;
  if (search.isPinned !== undefined && search.isPinned !== (message.pinnedAtMs !== null)) return false;
  return search.has.every((wanted) => holds(wanted, (what) => has(message, what)));
}

/** Types that are wanted are alternatives; each type with a minus is shut out. */
function fitsAuthorTypes(types: readonly string[], isSo: (type: string) => boolean): boolean {
  const wanted = types.filter((type) => !type.startsWith('-'));
  const unwanted = types.filter((type) => type.startsWith('-'));
  return (wanted.length === 0 || wanted.some(isSo)) && unwanted.every((type) => holds(type, isSo));
}

function authorTypeOf(world: World, { author }: Message): string {
  if (author.kind === 'webhook') return 'webhook';
  return world.users.get(author.userId)?.bot ? 'bot' : 'user';
}

/** A wish, or with a minus its opposite. */
function holds(wanted: string, isSo: (what: string) => boolean): boolean {
  return wanted.startsWith('-') ? !isSo(wanted.slice(1)) : isSo(wanted);
}

function has(message: Message, what: string): boolean {
  const hasFile = (type: string) => message.attachments.some(({ contentType }) => contentType.startsWith(type));
  switch (what) {
    case 'link':
      return /https?:\/\//.test(message.content);
    case 'embed':
      return message.embeds.length > 0;
    case 'file':
      return message.attachments.length > 0;
    case 'image':
      return hasFile('image/');
    case 'video':
      return hasFile('video/');
    case 'sound':
      return hasFile('audio/');
    case 'sticker':
      return message.stickerIds.length > 0;
    case 'poll':
      return message.poll !== undefined;
    default:
      return message.snapshot !== undefined;
  }
}
