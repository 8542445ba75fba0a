import type { CdnLinks } from '../cdn/links.ts';
import type { Clock } from '../clock.ts';
import type { Interaction } from '../interactions/types.ts';
import { type BlobStore, createBlobStore } from './blobs.ts';
import type { Snowflake } from './snowflake.ts';
import type {
  Application,
  ApplicationCommand,
  Channel,
  DirectChannel,
  Emoji,
  Guild,
  Invite,
  Message,
  Upload,
  User,
  Webhook,
} from './types.ts';

/** For whom something is put into Discord's words: decides `me` in reactions and whether content is readable. */
export interface Viewer {
  readonly userId: Snowflake;
  readonly bot: boolean;
  /** False for a bot without the message content intent. */
  readonly mayReadContent: boolean;
}

/** Who is told of an event. Members who cannot see the channel are never told of what happens in it. */
export type Audience =
  | { readonly to: 'channel'; readonly channelId: Snowflake }
  | { readonly to: 'guild'; readonly guildId: Snowflake }
  | {
      readonly to: 'user';
      readonly userId: Snowflake;
      /** Only this session, as long as it is there. */
      readonly sessionId?: string | undefined;
      /** Which guild it is about, for the choice of a bot's shard. */
      readonly guildId?: Snowflake | undefined;
    };

export interface WorldEvent {
  /** Discord's name, such as MESSAGE_CREATE. */
  readonly name: string;
  readonly audience: Audience;
  /** The event's `d`, made again for each viewer; undefined tells this viewer nothing. */
  readonly dataFor: (viewer: Viewer) => object | undefined;
  /** The account that it is about, which is told with fewer intents. */
  readonly about?: Snowflake | undefined;
}

export interface Typing {
  readonly userId: Snowflake;
  readonly channelId: Snowflake;
  readonly cancel: () => void;
}

/** Everything that exists in one Discord: an isolated set of guilds, accounts and messages. */
export interface World {
  readonly name: string;
  readonly clock: Clock;
  readonly newId: () => Snowflake;
  readonly users: Map<Snowflake, User>;
  readonly applications: Map<Snowflake, Application>;
  readonly guilds: Map<Snowflake, Guild>;
  readonly channels: Map<Snowflake, Channel>;
  /** Direct channels by their two recipients, smaller id first, joined with a colon; groups by their id. */
  readonly directChannels: Map<string, DirectChannel>;
  readonly webhooks: Map<Snowflake, Webhook>;
  readonly applicationEmojis: Map<Snowflake, Emoji>;
  readonly invites: Map<string, Invite>;
  readonly commands: Map<Snowflake, ApplicationCommand>;
  readonly interactions: Map<Snowflake, Interaction>;
  readonly interactionsByToken: Map<string, Interaction>;
  /** Messages that only one person sees, by id. */
  readonly ephemerals: Map<Snowflake, Message>;
  /** Who types where, by `channelId:userId`. */
  readonly typing: Map<string, Typing>;
  /** Message sent for an author's nonce, by `channelId:userId:nonce`; entries live a few minutes. */
  readonly nonces: Map<string, Message>;
  /** When an account last wrote in a channel, for slow mode, by `channelId:userId`. */
  readonly lastSentAtMs: Map<string, number>;
  /** The newest message each person has marked as read, by `userId:channelId`. */
  readonly readMarks: Map<string, Snowflake>;
  /** Command creations per guild or globally on the current day, by `applicationId:guildId`. */
  readonly commandCreates: Map<string, number>;
  readonly blobs: BlobStore;
  /** Files sent ahead of their messages, by name; they live a day. */
  readonly uploads: Map<string, Upload>;
  readonly links: CdnLinks;
  readonly listeners: Set<(event: WorldEvent) => void>;
  /** Grows with everything that happens, so that the state file looks for changes only when there may be some. */
  revision: number;
  /** Null unless the world is kept in a state file. */
  unsaved: Unsaved | null;
}

/** What changed since the state file was last written. Everything else is small and compared whole. */
export interface Unsaved {
  /** Ids by channel. */
  readonly messages: Map<Snowflake, Set<Snowflake>>;
  /** Paths. */
  readonly blobs: Set<string>;
}

export function createWorld(name: string, parts: { clock: Clock; newId: () => Snowflake; links: CdnLinks }): World {
  const world: World = {
    name,
    clock: parts.clock,
    newId: parts.newId,
    users: new Map(),
    applications: new Map(),
    guilds: new Map(),
    channels: new Map(),
    directChannels: new Map(),
    webhooks: new Map(),
    applicationEmojis: new Map(),
    invites: new Map(),
    commands: new Map(),
    interactions: new Map(),
    interactionsByToken: new Map(),
    ephemerals: new Map(),
    typing: new Map(),
    nonces: new Map(),
    lastSentAtMs: new Map(),
    readMarks: new Map(),
    commandCreates: new Map(),
    blobs: createBlobStore((path) => {
      world.unsaved?.blobs.add(path);
      world.revision += 1;
    }),
    uploads: new Map(),
    links: parts.links,
    listeners: new Set(),
    revision: 0,
    unsaved: null,
  };
  return world;
}

/** Tells everyone in the audience; data that is the same for all viewers may be given as it is. */
export function emit(
  world: World,
  name: string,
  audience: Audience,
  data: object | ((viewer: Viewer) => object | undefined),
  about?: Snowflake,
): void {
  world.revision += 1;
  const dataFor = typeof data === 'function' ? (data as (viewer: Viewer) => object | undefined) : () => data;
  for (const listen of world.listeners) listen({ name, audience, dataFor, about });
}

/** The event's audience for something that happens in this channel. */
export function inChannel(channel: Channel): Audience {
  return { to: 'channel', channelId: channel.id };
}

/** `guild_id` for payloads, absent in direct messages. */
export function guildIdOf(channel: Channel): { guild_id?: Snowflake } {
  return channel.kind === 'direct' ? {} : { guild_id: channel.guildId };
}
