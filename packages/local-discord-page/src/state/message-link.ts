/** Where a link to a message or channel of Discord leads. */
export interface LinkedPlace {
  channelId: string;
  messageId: string | null;
}

const MESSAGE_LINK =
  /^https:\/\/(?:(?:ptb|canary)\.)?discord(?:app)?\.com\/channels\/(?:@me|\d{1,20})\/(\d{1,20})(?:\/(\d{1,20}))?\/?$/u;

/** Null for any other link. */
export const parseMessageLink = (url: string): LinkedPlace | null => {
  const [, channelId, messageId] = MESSAGE_LINK.exec(url) ?? [];
  return channelId === undefined ? null : { channelId, messageId: messageId ?? null };
};

/** The link to a message as Discord's client copies it, so that bots know it for one. */
export const messageLink = (guildId: string | undefined, channelId: string, messageId: string): string =>
  `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${messageId}`;
