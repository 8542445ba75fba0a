import { type APIMessageTopLevelComponent, MessageFlags, type MessageMentionOptions } from 'discord.js';

/** What a command answers: a card of components, or plain text where others read it as a message. */
export type View = CardView | TextView;

export interface CardView {
  readonly components: APIMessageTopLevelComponent[];
}

export interface TextView {
  readonly content: string;
}

interface SentMessage {
  content?: string;
  components?: APIMessageTopLevelComponent[];
  allowedMentions: MessageMentionOptions;
}

/** A view as discord.js takes it. Nothing that a command says pings anybody. */
export function toMessage(view: View): SentMessage & { flags?: MessageFlags.IsComponentsV2 } {
  const allowedMentions = { parse: [], repliedUser: false };
  if ('content' in view) return { content: view.content, allowedMentions };
  return { components: view.components, flags: MessageFlags.IsComponentsV2, allowedMentions };
}

/** The same for the eyes of one person. */
export function privately(
  view: View,
): SentMessage & { flags: (MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral)[] } {
  const { flags, ...message } = toMessage(view);
  return { ...message, flags: [MessageFlags.Ephemeral, ...(flags === undefined ? [] : [flags])] };
}
