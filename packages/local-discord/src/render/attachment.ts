import { type APIAttachment, AttachmentFlags } from 'discord-api-types/v10';
import type { Attachment } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** @param channelId where the file was uploaded: its address keeps that, also in a forward. */
export function renderAttachment(world: World, channelId: string, attachment: Attachment): APIAttachment {
  const url = world.links.signed(attachmentPath(channelId, attachment));
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.sizeBytes,
    url,
    proxy_url: url,
    content_type: attachment.contentType,
    ...(attachment.title === undefined ? {} : { title: attachment.title }),
    ...(attachment.description === undefined ? {} : { description: attachment.description }),
    ...(attachment.width === undefined ? {} : { width: attachment.width }),
    ...(attachment.height === undefined ? {} : { height: attachment.height }),
    ...(attachment.durationSeconds === undefined ? {} : { duration_secs: attachment.durationSeconds }),
    ...(attachment.waveform === undefined ? {} : { waveform: attachment.waveform }),
    ...(attachment.ephemeral ? { ephemeral: true } : {}),
    ...(attachment.spoiler ? { flags: AttachmentFlags.IsSpoiler } : {}),
  };
}

export function attachmentPath(channelId: string, { id, filename }: Attachment): string {
  return `/attachments/${channelId}/${id}/${encodeURIComponent(filename)}`;
}
