import { type Attachment, LIMITS } from '@tzurot/contracts';
import type { Attachment as DiscordAttachment } from 'discord.js';

/** A file of Discord as it crosses to the other services. */
export function toAttachment(attachment: DiscordAttachment): Attachment {
  return {
    id: attachment.id,
    filename: attachment.name.slice(0, LIMITS.filename),
    ...(attachment.contentType !== null && { contentType: attachment.contentType.slice(0, 200) }),
    sizeBytes: attachment.size,
    url: attachment.url,
    ...(attachment.description !== null && { description: attachment.description }),
  };
}
