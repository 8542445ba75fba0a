/**
 * What this page reads of Discord's objects. Only the fields that it shows or sends are named;
 * the rest of what the API gives passes through untouched. Source: Discord's API reference, v10.
 */

export interface User {
  id: string;
  username: string;
  global_name?: string | null;
  discriminator?: string;
  avatar?: string | null;
  bot?: boolean;
  public_flags?: number;
  /** Of oneself only: what the account has bought. */
  premium_type?: number;
}

export interface Member {
  user?: User;
  nick?: string | null;
  avatar?: string | null;
  roles: readonly string[];
  joined_at?: string | null;
  communication_disabled_until?: string | null;
  permissions?: string;
}

export interface Role {
  id: string;
  name: string;
  color: number;
  hoist?: boolean;
  position: number;
  permissions: string;
  mentionable?: boolean;
}

export interface Overwrite {
  id: string;
  type: number;
  allow: string;
  deny: string;
}

export interface CustomEmoji {
  id: string | null;
  name: string | null;
  animated?: boolean;
  available?: boolean;
}

export interface Guild {
  id: string;
  name: string;
  icon?: string | null;
  owner_id?: string;
  roles: readonly Role[];
  emojis: readonly CustomEmoji[];
  unavailable?: boolean;
}

export interface ForumTag {
  id: string;
  name: string;
  emoji_name?: string | null;
  emoji_id?: string | null;
}

export interface ThreadMetadata {
  archived: boolean;
  locked?: boolean;
  auto_archive_duration?: number;
  archive_timestamp?: string;
}

export interface Channel {
  id: string;
  type: number;
  guild_id?: string;
  name?: string | null;
  topic?: string | null;
  parent_id?: string | null;
  position?: number;
  nsfw?: boolean;
  permission_overwrites?: readonly Overwrite[];
  recipients?: readonly User[];
  last_message_id?: string | null;
  owner_id?: string;
  thread_metadata?: ThreadMetadata;
  message_count?: number;
  member?: unknown;
  available_tags?: readonly ForumTag[];
  applied_tags?: readonly string[];
  rate_limit_per_user?: number;
}

export interface Attachment {
  id: string;
  filename: string;
  title?: string;
  description?: string;
  content_type?: string;
  size: number;
  url: string;
  proxy_url?: string;
  width?: number | null;
  height?: number | null;
  duration_secs?: number;
  waveform?: string;
}

export interface EmbedMedia {
  url?: string;
  proxy_url?: string;
  width?: number;
  height?: number;
}

export interface Embed {
  type?: string;
  title?: string;
  description?: string;
  url?: string;
  timestamp?: string;
  color?: number;
  footer?: { text: string; icon_url?: string };
  image?: EmbedMedia;
  thumbnail?: EmbedMedia;
  video?: EmbedMedia;
  provider?: { name?: string; url?: string };
  author?: { name: string; url?: string; icon_url?: string };
  fields?: readonly { name: string; value: string; inline?: boolean }[];
}

export interface Reaction {
  emoji: CustomEmoji;
  count: number;
  me: boolean;
}

export interface PollAnswer {
  answer_id: number;
  poll_media: { text?: string; emoji?: CustomEmoji };
}

export interface Poll {
  question: { text?: string };
  answers: readonly PollAnswer[];
  expiry: string | null;
  allow_multiselect: boolean;
  results?: {
    is_finalized: boolean;
    answer_counts: readonly { id: number; count: number; me_voted: boolean }[];
  };
}

export interface MediaItem {
  url: string;
  proxy_url?: string;
  content_type?: string;
  width?: number | null;
  height?: number | null;
}

export interface SelectOption {
  label: string;
  value: string;
  description?: string;
  emoji?: CustomEmoji;
  default?: boolean;
}

export interface ActionRow {
  type: 1;
  id?: number;
  components: readonly Component[];
}

export interface Button {
  type: 2;
  id?: number;
  style: number;
  label?: string;
  emoji?: CustomEmoji;
  custom_id?: string;
  url?: string;
  sku_id?: string;
  disabled?: boolean;
}

/** String (3), user (5), role (6), mentionable (7) and channel (8) selects. */
export interface Select {
  type: 3 | 5 | 6 | 7 | 8;
  id?: number;
  custom_id: string;
  options?: readonly SelectOption[];
  placeholder?: string;
  min_values?: number;
  max_values?: number;
  disabled?: boolean;
  required?: boolean;
  channel_types?: readonly number[];
  default_values?: readonly { id: string; type: 'user' | 'role' | 'channel' }[];
}

export interface TextInput {
  type: 4;
  id?: number;
  custom_id: string;
  style: number;
  label?: string;
  value?: string;
  placeholder?: string;
  min_length?: number;
  max_length?: number;
  required?: boolean;
}

export interface Section {
  type: 9;
  id?: number;
  components: readonly Component[];
  accessory?: Component;
}

export interface TextDisplay {
  type: 10;
  id?: number;
  content: string;
}

export interface Thumbnail {
  type: 11;
  id?: number;
  media: MediaItem;
  description?: string | null;
  spoiler?: boolean;
}

export interface MediaGallery {
  type: 12;
  id?: number;
  items: readonly { media: MediaItem; description?: string | null; spoiler?: boolean }[];
}

export interface FileComponent {
  type: 13;
  id?: number;
  file: MediaItem;
  spoiler?: boolean;
  name?: string;
  size?: number;
}

export interface Separator {
  type: 14;
  id?: number;
  divider?: boolean;
  spacing?: number;
}

export interface Container {
  type: 17;
  id?: number;
  accent_color?: number | null;
  spoiler?: boolean;
  components: readonly Component[];
}

export interface Label {
  type: 18;
  id?: number;
  label: string;
  description?: string;
  component: Component;
}

export interface FileUpload {
  type: 19;
  id?: number;
  custom_id: string;
  min_values?: number;
  max_values?: number;
  required?: boolean;
}

/** Radio group (21) and checkbox group (22). */
export interface ChoiceGroup {
  type: 21 | 22;
  id?: number;
  custom_id: string;
  options: readonly SelectOption[];
  min_values?: number;
  max_values?: number;
  required?: boolean;
}

export interface Checkbox {
  type: 23;
  id?: number;
  custom_id: string;
  default?: boolean;
}

export type Component =
  | ActionRow
  | Button
  | Select
  | TextInput
  | Section
  | TextDisplay
  | Thumbnail
  | MediaGallery
  | FileComponent
  | Separator
  | Container
  | Label
  | FileUpload
  | ChoiceGroup
  | Checkbox;

export interface MessageSnapshot {
  message: Pick<Message, 'content' | 'embeds' | 'attachments' | 'timestamp' | 'edited_timestamp' | 'flags'>;
}

export interface InteractionMetadata {
  id: string;
  type: number;
  user: User;
  name?: string;
  /** For the answer to a modal: what opened it. */
  triggering_interaction_metadata?: { name?: string };
}

export interface StickerItem {
  id: string;
  name: string;
  format_type: number;
}

export interface Message {
  id: string;
  channel_id: string;
  guild_id?: string;
  author: User;
  member?: Member;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  tts?: boolean;
  mention_everyone?: boolean;
  mentions: readonly (User & { member?: Member })[];
  mention_roles?: readonly string[];
  attachments: readonly Attachment[];
  embeds: readonly Embed[];
  reactions?: readonly Reaction[];
  nonce?: string | number;
  pinned?: boolean;
  webhook_id?: string;
  type: number;
  application_id?: string;
  flags?: number;
  components?: readonly Component[];
  message_reference?: { type?: number; message_id?: string; channel_id?: string; guild_id?: string };
  referenced_message?: Message | null;
  message_snapshots?: readonly MessageSnapshot[];
  interaction_metadata?: InteractionMetadata;
  interaction?: { id: string; type: number; name: string; user: User };
  thread?: Channel;
  poll?: Poll;
  sticker_items?: readonly StickerItem[];
}

export interface CommandChoice {
  name: string;
  value: string | number;
}

export interface CommandOption {
  type: number;
  name: string;
  description: string;
  required?: boolean;
  choices?: readonly CommandChoice[];
  options?: readonly CommandOption[];
  autocomplete?: boolean;
  channel_types?: readonly number[];
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
}

export interface Command {
  id: string;
  application_id: string;
  version?: string;
  type?: number;
  name: string;
  description: string;
  options?: readonly CommandOption[];
  guild_id?: string;
  nsfw?: boolean;
}

export interface Application {
  id: string;
  name: string;
  description?: string;
  icon?: string | null;
  bot?: User;
}

/** What an app asks a person to fill in, as the INTERACTION_MODAL_CREATE event carries it. */
export interface Modal {
  id: string;
  custom_id: string;
  title: string;
  channel_id: string;
  nonce?: string;
  application: Application;
  components: readonly Component[];
}
