import { type Character, getCharacterPicture } from '@tzurot/contracts';
import { type APISectionComponent, type APITextDisplayComponent, ComponentType } from 'discord.js';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { text } from '../../ui/elements.ts';
import { isWebAddress } from '../../ui/is-web-address.ts';
import type { ViewFile } from '../../ui/view.ts';

/** What a character looks like: an address on the web, or a file that goes with the message. */
export type Portrait = { url: string } | { file: ViewFile };

/** A text with what its character looks like at its side. */
export function beside(content: string, portrait: Portrait | null): APISectionComponent | APITextDisplayComponent {
  if (portrait === null) return text(content);
  const url = 'url' in portrait ? portrait.url : `attachment://${portrait.file.name}`;
  return {
    type: ComponentType.Section,
    components: [text(content)],
    accessory: { type: ComponentType.Thumbnail, media: { url } },
  };
}

/** Null when there is nothing to show, or it cannot be had: a card without a picture is better than none. */
export async function findPortrait(
  { id, avatarUrl, hasPicture }: Pick<Character, 'id' | 'avatarUrl' | 'hasPicture'>,
  { caller }: Call,
  { gateway, log }: BotContext,
): Promise<Portrait | null> {
  if (avatarUrl !== null && isWebAddress(avatarUrl)) return { url: avatarUrl };
  if (!hasPicture) return null;
  try {
    const { filename, base64 } = await gateway.call(getCharacterPicture, { caller, params: { characterId: id } });
    return { file: { name: filename, bytes: Buffer.from(base64, 'base64') } };
  } catch (error) {
    log.warn({ err: error, characterId: id }, 'picture could not be shown');
    return null;
  }
}
