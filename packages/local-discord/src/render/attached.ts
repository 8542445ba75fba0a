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

function find(world: World, message: Pick<Message, 'channelId' | 'attachments'>, name: string): string | undefined {
  const attachment = message.attachments.find(({ filename }) => filename === name);
  return attachment && renderAttachment(world, message.channelId, attachment).url;
}

function resolve(value: unknown, addressOf: (name: string) => string | undefined): unknown {
  if (typeof value === 'string') {
    return value.startsWith(SCHEME) ? (addressOf(value.slice(SCHEME.length)) ?? value) : value;
  }
  if (Array.isArray(value)) return value.map((each) => resolve(each, addressOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, addressOf)]));
}
