import { Permission } from '../discord/constants.ts';
import type { Channel } from '../discord/types.ts';
import type { NamedEmoji } from '../markdown/all-emoji.ts';
import { channelsIn, type Entity, rolesIn, usersIn } from './entity-choices.ts';
import { can } from './permissions.ts';
import type { World } from './world.ts';

/** The unfinished word before the cursor that asks for completion. */
export interface CompletionQuery {
  kind: 'mention' | 'channel' | 'emoji';
  typed: string;
  /** Where the word starts, its sign included. */
  from: number;
  /** Where the cursor is. */
  to: number;
}

/** One thing that completion offers: what is put into the text, and what that stands for when it is sent. */
export interface Completion {
  key: string;
  label: string;
  detail: string;
  inserted: string;
  sent: string;
  entity?: Entity;
  emoji?: { id: string | null; name: string; animated?: boolean };
}

const MAX_COMPLETIONS = 10;
const MIN_EMOJI_LETTERS = 2;

/** What is being completed at the cursor, or null. */
export const completionAt = (text: string, cursor: number): CompletionQuery | null => {
  const found = /(^|[\s([{"'*_~|])([@#:])([^\s@#:]*)$/u.exec(text.slice(0, cursor));
  if (found === null) return null;
  const [, before = '', sign, typed = ''] = found;
  const from = found.index + before.length;
  if (sign === ':') return typed.length < MIN_EMOJI_LETTERS ? null : { kind: 'emoji', typed, from, to: cursor };
  return { kind: sign === '@' ? 'mention' : 'channel', typed, from, to: cursor };
};

/** 0 for the name itself, 1 for one that starts so, 2 for one with a word that does, 3 for one that contains it, null for others. */
const rankName = (name: string, typed: string): number | null => {
  const lower = name.toLowerCase();
  if (lower === typed) return 0;
  if (lower.startsWith(typed)) return 1;
  if (lower.split(/[\s_-]+/u).some((word) => word.startsWith(typed))) return 2;
  return lower.includes(typed) ? 3 : null;
};

/** The items of which a name fits what was typed, best first. */
export const findByName = <T>(
  items: readonly T[],
  namesOf: (item: T) => readonly string[],
  typed: string,
): readonly T[] =>
  items
    .map((item) => ({
      item,
      rank: Math.min(...namesOf(item).map((name) => rankName(name, typed.toLowerCase()) ?? Number.POSITIVE_INFINITY)),
    }))
    .filter(({ rank }) => Number.isFinite(rank))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

const best = <T>(...search: Parameters<typeof findByName<T>>): readonly T[] =>
  findByName(...search).slice(0, MAX_COMPLETIONS);

const userCompletion = (entity: Entity & { kind: 'user' }): Completion => ({
  key: `user ${entity.id}`,
  label: entity.name,
  detail: entity.user.username,
  inserted: `@${entity.name}`,
  sent: `<@${entity.id}>`,
  entity,
});

const roleCompletion = (entity: Entity & { kind: 'role' }): Completion => ({
  key: `role ${entity.id}`,
  label: `@${entity.name}`,
  detail: 'Notify users with this role who can see this channel',
  inserted: `@${entity.name}`,
  sent: `<@&${entity.id}>`,
  entity,
});

const PINGS: readonly Completion[] = [
  {
    key: 'everyone',
    label: '@everyone',
    detail: 'Notify everyone who can see this channel',
    inserted: '@everyone',
    sent: '@everyone',
  },
  {
    key: 'here',
    label: '@here',
    detail: 'Notify everyone online who can see this channel',
    inserted: '@here',
    sent: '@here',
  },
];

const mentions = (world: World, channel: Channel, typed: string): readonly Completion[] => {
  const people = best(
    usersIn(world, channel).filter((entity) => entity.kind === 'user'),
    (entity) => [entity.name, entity.user.username],
    typed,
  ).map(userCompletion);
  const mayPing = channel.guild_id !== undefined && can(world, channel, Permission.mentionEveryone);
  const roles = best(
    rolesIn(world, channel)
      .filter((entity) => entity.kind === 'role')
      .filter((entity) => entity.id !== channel.guild_id && (mayPing || entity.role.mentionable === true)),
    (entity) => [entity.name],
    typed,
  ).map(roleCompletion);
  const pings = mayPing ? PINGS.filter(({ key }) => key.startsWith(typed.toLowerCase())) : [];
  return [...people, ...roles, ...pings].slice(0, MAX_COMPLETIONS);
};

const channelCompletions = (world: World, channel: Channel, typed: string): readonly Completion[] =>
  best(
    channelsIn(world, channel).filter((entity) => entity.kind === 'channel'),
    (entity) => [entity.name],
    typed,
  ).map((entity) => ({
    key: entity.id,
    label: entity.name,
    detail: world.channels.get(entity.channel.parent_id ?? '')?.name ?? '',
    inserted: `#${entity.name}`,
    sent: `<#${entity.id}>`,
    entity,
  }));

const emojiCompletions = (
  world: World,
  channel: Channel,
  typed: string,
  named: readonly NamedEmoji[],
): readonly Completion[] => {
  const own = (world.guilds.get(channel.guild_id ?? '')?.emojis ?? []).flatMap((emoji) =>
    emoji.id === null || emoji.name === null ? [] : [{ ...emoji, id: emoji.id, name: emoji.name }],
  );
  const custom = best(own, (emoji) => [emoji.name], typed).map((emoji) => ({
    key: emoji.id,
    label: `:${emoji.name}:`,
    detail: world.guilds.get(channel.guild_id ?? '')?.name ?? '',
    inserted: `:${emoji.name}:`,
    sent: `<${emoji.animated === true ? 'a' : ''}:${emoji.name}:${emoji.id}>`,
    emoji,
  }));
  const unicode = best(named, (emoji) => [...emoji.names, ...emoji.tags], typed).map((emoji) => ({
    key: emoji.emoji,
    label: `:${emoji.names[0] ?? ''}:`,
    detail: '',
    inserted: emoji.emoji,
    sent: emoji.emoji,
    emoji: { id: null, name: emoji.emoji },
  }));
  return [...custom, ...unicode].slice(0, MAX_COMPLETIONS);
};

/** What fits the unfinished word, best first. `named` are the emoji of Unicode, as far as they are loaded. */
export const complete = (
  world: World,
  channel: Channel,
  query: CompletionQuery,
  named: readonly NamedEmoji[],
): readonly Completion[] => {
  switch (query.kind) {
    case 'mention':
      return mentions(world, channel, query.typed);
    case 'channel':
      return channelCompletions(world, channel, query.typed);
    case 'emoji':
      return emojiCompletions(world, channel, query.typed, named);
    default:
      return query.kind satisfies never;
  }
};

/** The text with the completion in place of the unfinished word, and where the cursor goes. */
export const insertCompletion = (
  text: string,
  query: CompletionQuery,
  completion: Completion,
): { text: string; cursor: number } => {
  const before = text.slice(0, query.from) + completion.inserted;
  const after = text.slice(query.to);
  const space = after.startsWith(' ') ? '' : ' ';
  return { text: before + space + after, cursor: before.length + 1 };
};

const escapeForPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');

/**
 * What is sent for what was typed: completed names become mentions, `:names:` become emoji.
 * A name that was typed and not completed stays a plain word, as on Discord.
 */
export const textToSend = (
  typed: string,
  completed: ReadonlyMap<string, string>,
  emojiByName: (name: string) => string | undefined,
): string => {
  // The longest first, so that "@Ada Lovelace" is not taken for "@Ada".
  const names = [...completed.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = [...names.map((name) => escapeForPattern(name)), ':(?:\\w|[+-])+:'].join('|');
  // Code stays as it was typed.
  return typed
    .split(/(```[\s\S]*?```|`[^`\n]*`)/u)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(new RegExp(`(<a?)?(?:${pattern})`, 'gu'), (found, opening: string | undefined) =>
            opening === undefined ? (completed.get(found) ?? emojiByName(found.slice(1, -1)) ?? found) : found,
          ),
    )
    .join('')
    .trim();
};
