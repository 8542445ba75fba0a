import { type APIAttachment, ComponentType } from 'discord-api-types/v10';
import type { Attachment, Message } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { renderAttachment } from './attachment.ts';

const SCHEME = 'attachment://';

/**
 * Embeds or components with every `attachment://name` turned into the address of that file. The addresses expire, so
 * this happens each time a message is shown.
 */
export function resolveAttached<Part extends object>(
  world: World,
  message: Pick<Message, 'channelId' | 'attachments'>,
  parts: readonly Part[],
): readonly Part[] {
  if (message.attachments.length === 0 || parts.length === 0) return parts;
  return parts.map((part) => resolve(part, (name) => find(world, message, name)) as Part);
}

/** Files that an embed shows are not listed as attachments beside it. */
export function isShownInEmbed({ embeds }: Pick<Message, 'embeds'>, attachment: Attachment): boolean {
  return embeds.length > 0 && JSON.stringify(embeds).includes(`"${SCHEME}${attachment.filename}"`);
}

type Find = (name: string) => APIAttachment | undefined;

function find(
  world: World,
  message: Pick<Message, 'channelId' | 'attachments'>,
  name: string,
): APIAttachment | undefined {
  const attachment = message.attachments.find(({ filename }) => filename === name);
  return attachment && renderAttachment(world, message.channelId, attachment);
}

function resolve(value: unknown, findFile: Find): unknown {
  if (typeof value === 'string') {
    return value.startsWith(SCHEME) ? (findFile(value.slice(SCHEME.length))?.url ?? value) : value;
  }
  if (Array.isArray(value)) return value.map((each) => resolve(each, findFile));
  if (typeof value !== 'object' || value === null) return value;
  const resolved = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, findFile)]));
  return { ...resolved, ...describeMedia(value, findFile) };
}

/** Media of components also say which file they are and how large. */
function describeMedia(value: object, findFile: Find): object {
  const { id, url, type, file } = value as { id?: unknown; url?: unknown; type?: unknown; file?: { url?: unknown } };
  if (type === ComponentType.File) {
    const attached = nameIn(file?.url, findFile);
    return attached ? { name: attached.filename, size: attached.size } : {};
  }
  const attached = typeof id === 'string' ? nameIn(url, findFile) : undefined;
  if (!attached) return {};
  return {
    proxy_url: attached.proxy_url,
    width: attached.width ?? null,
    height: attached.height ?? null,
    content_type: attached.content_type ?? null,
    attachment_id: attached.id,
  };
}

function nameIn(url: unknown, findFile: Find): APIAttachment | undefined {
  return typeof url === 'string' && url.startsWith(SCHEME) ? findFile(url.slice(SCHEME.length)) : undefined;
}
