import type {
  APIApplicationCommandOption,
  APIEmbed,
  APIMessageTopLevelComponent,
  APIPoll,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  EmbedType,
  ForumLayoutType,
  GuildMemberFlags,
  InteractionContextType,
  InteractionType,
  MessageReferenceType,
  MessageType,
  OverwriteType,
  SortOrderType,
  ThreadAutoArchiveDuration,
} from 'discord-api-types/v10';
import type { Snowflake } from './snowflake.ts';

/** A person or a bot. `token` is what goes behind `Authorization:` (a bot's needs the prefix `Bot `). */
export interface User {
  readonly id: Snowflake;
  token: string;
  readonly bot: boolean;
  username: string;
  globalName: string | null;
  avatar: string | null;
  banner: string | null;
  accentColor: number | null;
  /** People who take no direct messages answer 50007 to everyone. */
  directMessagesClosed: boolean;
}

export interface Application {
  readonly id: Snowflake;
  readonly botUserId: Snowflake;
  readonly ownerId: Snowflake;
  name: string;
  description: string;
  icon: string | null;
  tags: string[];
  interactionsEndpointUrl: string | null;
  /** Signs what it gets there: an Ed25519 key, as PKCS #8 in base64. */
  signingKey?: string;
  installCount: number;
}

export interface Role {
  readonly id: Snowflake;
  name: string;
  permissions: bigint;
  position: number;
  color: number;
  hoist: boolean;
  mentionable: boolean;
  unicodeEmoji: string | null;
  readonly managed: boolean;
  readonly botUserId?: Snowflake;
}

export interface Member {
  readonly userId: Snowflake;
  readonly joinedAtMs: number;
  roleIds: Snowflake[];
  nick: string | null;
  avatar: string | null;
  timedOutUntilMs: number | null;
  flags: GuildMemberFlags;
}

export interface Emoji {
  readonly id: Snowflake;
  readonly userId: Snowflake;
  readonly animated: boolean;
  name: string;
  roleIds: Snowflake[];
}

export interface Sticker {
  readonly id: Snowflake;
  readonly userId: Snowflake;
  readonly formatType: number;
  name: string;
  description: string | null;
  tags: string;
}

export interface Ban {
  readonly userId: Snowflake;
  readonly reason: string | null;
}

export interface Guild {
  readonly id: Snowflake;
  ownerId: Snowflake;
  name: string;
  description: string | null;
  icon: string | null;
  verificationLevel: number;
  defaultMessageNotifications: number;
  explicitContentFilter: number;
  afkTimeout: number;
  preferredLocale: string;
  systemChannelId: Snowflake | null;
  /** A guild in an outage is announced as unavailable and takes no calls. */
  unavailable: boolean;
  readonly channelIds: Set<Snowflake>;
  readonly threadIds: Set<Snowflake>;
  readonly roles: Map<Snowflake, Role>;
  readonly members: Map<Snowflake, Member>;
  readonly emojis: Map<Snowflake, Emoji>;
  readonly stickers: Map<Snowflake, Sticker>;
  readonly bans: Map<Snowflake, Ban>;
}

export interface Overwrite {
  readonly id: Snowflake;
  readonly type: OverwriteType;
  allow: bigint;
  deny: bigint;
}

export interface ForumTag {
  readonly id: Snowflake;
  name: string;
  moderated: boolean;
  emojiId: Snowflake | null;
  emojiName: string | null;
}

interface ChannelBase {
  readonly id: Snowflake;
  lastMessageId: Snowflake | null;
  lastPinAtMs: number | null;
  readonly messages: MessageStore;
}

export type GuildChannelType =
  | ChannelType.GuildText
  | ChannelType.GuildVoice
  | ChannelType.GuildCategory
  | ChannelType.GuildAnnouncement
  | ChannelType.GuildForum
  | ChannelType.GuildMedia
  | ChannelType.GuildStageVoice;

export interface GuildChannel extends ChannelBase {
  readonly kind: 'guild';
  readonly guildId: Snowflake;
  type: GuildChannelType;
  name: string;
  position: number;
  parentId: Snowflake | null;
  topic: string | null;
  nsfw: boolean;
  slowModeSeconds: number;
  overwrites: Overwrite[];
  defaultAutoArchiveMinutes: ThreadAutoArchiveDuration | null;
  threadSlowModeSeconds: number;
  availableTags: ForumTag[];
  defaultReaction: { emojiId: Snowflake | null; emojiName: string | null } | null;
  defaultSortOrder: SortOrderType | null;
  defaultForumLayout: ForumLayoutType;
  flags: number;
  bitrate: number;
  userLimit: number;
}

export interface ThreadMember {
  readonly userId: Snowflake;
  readonly joinedAtMs: number;
}

export interface Thread extends ChannelBase {
  readonly kind: 'thread';
  readonly guildId: Snowflake;
  readonly parentId: Snowflake;
  readonly ownerId: Snowflake;
  readonly type: ChannelType.PublicThread | ChannelType.PrivateThread | ChannelType.AnnouncementThread;
  readonly createdAtMs: number;
  name: string;
  archived: boolean;
  archiveChangedAtMs: number;
  /** What auto-archiving counts from: the last message or un-archiving. */
  activeAtMs: number;
  autoArchiveMinutes: ThreadAutoArchiveDuration;
  locked: boolean;
  invitable: boolean;
  slowModeSeconds: number;
  appliedTags: Snowflake[];
  flags: number;
  messageCount: number;
  totalMessageSent: number;
  readonly members: Map<Snowflake, ThreadMember>;
}

/** Two accounts, or a group of people; applications are in no groups. */
export interface DirectChannel extends ChannelBase {
  readonly kind: 'direct';
  readonly type: ChannelType.DM | ChannelType.GroupDM;
  /** Everybody in it, smaller ids first. */
  recipientIds: readonly Snowflake[];
  /** What only groups have. */
  readonly group?: { ownerId: Snowflake; name: string | null; icon: string | null };
}

export type Channel = GuildChannel | Thread | DirectChannel;

export type Author =
  | { readonly kind: 'user'; readonly userId: Snowflake }
  | {
      readonly kind: 'webhook';
      readonly webhookId: Snowflake;
      readonly username: string;
      readonly avatar: string | null;
    };

export interface Attachment {
  readonly id: Snowflake;
  readonly filename: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly description?: string;
  readonly title?: string;
  readonly width?: number;
  readonly height?: number;
  readonly durationSeconds?: number;
  readonly waveform?: string;
  readonly spoiler: boolean;
  readonly ephemeral: boolean;
}

/** A file that Discord's own client sends ahead of the message that will name it. */
export interface Upload {
  /** What messages call it: `uploaded_filename`. */
  readonly name: string;
  readonly filename: string;
  /** Set once the bytes are there. */
  file: { readonly contentType: string; readonly bytes: Buffer } | undefined;
}

export interface Reaction {
  readonly emoji: { readonly id: Snowflake | null; readonly name: string; readonly animated?: boolean };
  readonly userIds: ReadonlySet<Snowflake>;
}

export interface MessageReference {
  readonly type: MessageReferenceType;
  readonly channelId: Snowflake;
  readonly messageId?: Snowflake;
  readonly guildId?: Snowflake;
}

/** What a forward copies: never the author, never changed afterwards. */
export interface MessageSnapshot {
  readonly type: MessageType;
  readonly content: string;
  readonly embeds: readonly StoredEmbed[];
  readonly attachments: readonly Attachment[];
  readonly sourceChannelId: Snowflake;
  readonly sentAtMs: number;
  readonly editedAtMs: number | null;
  readonly flags: number;
  readonly mentionUserIds: readonly Snowflake[];
  readonly mentionRoleIds: readonly Snowflake[];
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly stickerIds: readonly Snowflake[];
}

export type StoredEmbed = APIEmbed & { readonly type: EmbedType };

/** Which interaction a message answers. */
export interface InteractionSource {
  readonly id: Snowflake;
  readonly type: InteractionType.ApplicationCommand | InteractionType.MessageComponent | InteractionType.ModalSubmit;
  readonly userId: Snowflake;
  /** Who installed the application: "0" a guild (or "0" in its direct messages), "1" a person. */
  readonly owners: Readonly<Record<string, string>>;
  readonly commandName?: string;
  readonly commandType?: ApplicationCommandType;
  readonly targetUserId?: Snowflake;
  readonly targetMessageId?: Snowflake;
  readonly originalResponseMessageId?: Snowflake;
  readonly interactedMessageId?: Snowflake;
  readonly triggering?: InteractionSource;
}

export interface Poll {
  readonly question: APIPoll['question'];
  readonly answers: APIPoll['answers'];
  readonly multiselect: boolean;
  readonly layoutType: number;
  readonly expiresAtMs: number;
  readonly finalized: boolean;
  readonly votes: ReadonlyMap<number, ReadonlySet<Snowflake>>;
}

/** Written only through write-message.ts. */
export interface Message {
  readonly id: Snowflake;
  readonly channelId: Snowflake;
  readonly type: MessageType;
  readonly author: Author;
  readonly applicationId?: Snowflake;
  readonly sentAtMs: number;
  readonly editedAtMs: number | null;
  readonly content: string;
  readonly tts: boolean;
  readonly flags: number;
  readonly embeds: readonly StoredEmbed[];
  readonly attachments: readonly Attachment[];
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly stickerIds: readonly Snowflake[];
  readonly mentionEveryone: boolean;
  readonly mentionUserIds: readonly Snowflake[];
  readonly mentionRoleIds: readonly Snowflake[];
  readonly reactions: readonly Reaction[];
  readonly pinnedAtMs: number | null;
  readonly poll?: Poll;
  readonly nonce?: string | number;
  readonly reference?: MessageReference;
  readonly snapshot?: MessageSnapshot;
  readonly interaction?: InteractionSource;
  /** Set on messages only one person sees, on the session that asked; they are not part of the channel. */
  readonly ephemeral?: { readonly userId: Snowflake; readonly sessionId: string };
  /** Whether a thread was started from this message; it has the message's id. */
  readonly hasThread: boolean;
  /** Roughly the how-manieth message of its thread this is; absent elsewhere. */
  readonly position?: number;
}

export interface Webhook {
  readonly id: Snowflake;
  readonly token: string;
  readonly guildId: Snowflake;
  readonly creatorId: Snowflake;
  readonly applicationId: Snowflake | null;
  /** The announcement channel whose messages it carries over; such a webhook cannot be executed. */
  readonly source?: { readonly guildId: Snowflake; readonly channelId: Snowflake };
  channelId: Snowflake;
  name: string;
  avatar: string | null;
}

export interface Invite {
  readonly code: string;
  readonly guildId: Snowflake;
  readonly channelId: Snowflake;
  readonly inviterId: Snowflake;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly maxAgeSeconds: number;
  readonly maxUses: number;
  readonly temporary: boolean;
  uses: number;
}

export interface ApplicationCommand {
  readonly id: Snowflake;
  readonly applicationId: Snowflake;
  readonly guildId: Snowflake | null;
  readonly type: ApplicationCommandType;
  version: Snowflake;
  name: string;
  nameLocalizations: Record<string, string | null> | null;
  description: string;
  descriptionLocalizations: Record<string, string | null> | null;
  options: APIApplicationCommandOption[];
  defaultMemberPermissions: bigint | null;
  contexts: InteractionContextType[] | null;
  integrationTypes: ApplicationIntegrationType[];
  nsfw: boolean;
}

/** Where a page of history starts, in Discord's words; at most one of them. */
export interface PageBounds {
  readonly before?: Snowflake | undefined;
  readonly after?: Snowflake | undefined;
  readonly around?: Snowflake | undefined;
}

/** The messages of one channel, oldest first; pages are found by binary search. */
export interface MessageStore extends Iterable<Message> {
  readonly size: number;
  get(id: Snowflake): Message | undefined;
  add(message: Message): void;
  remove(id: Snowflake): Message | undefined;
  latest(): Message | undefined;
  /** At most `limit` messages, newest first, as Discord orders every page. */
  page(bounds: PageBounds, limit: number): Message[];
}
