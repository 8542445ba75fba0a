import { type APIMessageTopLevelComponent, MessageFlags, type MessageMentionOptions } from 'discord.js';

/** What a command answers: a card of components, or plain text where others read it as a message. */
export type View = CardView | TextView;

export interface CardView {
  readonly components: APIMessageTopLevelComponent[];
  /** What its components show as `attachment://<name>`. */
  readonly files?: readonly ViewFile[];
}

export interface ViewFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface TextView {
  readonly content: string;
}

interface SentMessage {
  /** Answers to interactions have no nonce: Discord's own rules keep them from coming twice. */
  enforceNonce: boolean;
  content?: string;
  components?: APIMessageTopLevelComponent[];
  files?: { name: string; attachment: Buffer }[];
  allowedMentions: MessageMentionOptions;
}

/** A view as an answer in discord.js. Nothing that a command says pings anybody. */
export function toMessage(view: View): SentMessage & { flags?: MessageFlags.IsComponentsV2 } {
  const base = { enforceNonce: false, allowedMentions: { parse: [], repliedUser: false } };
  if ('content' in view) return { ...base, content: view.content };
  const files = view.files?.map(({ name, bytes }) => ({ name, attachment: bytes }));
  return { ...base, components: view.components, ...(files && { files }), flags: MessageFlags.IsComponentsV2 };
}

/** The same, visible to one person only. */
export function privately(
  view: View,
): SentMessage & { flags: (MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral)[] } {
  const { flags, ...message } = toMessage(view);
  return { ...message, flags: [MessageFlags.Ephemeral, ...(flags === undefined ? [] : [flags])] };
}
