import { apiError } from '../errors.ts';
import type { Reaction } from '../world/types.ts';
import type { World } from '../world/world.ts';

/**
 * The emoji that a path names: `name:id` for one of a guild or application, or the character itself.
 * @throws ApiError 10014 for anything else, as Discord also answers a wrongly encoded one
 */
export function parseEmoji(world: World, text: string): Reaction['emoji'] {
  const custom = /^(?:a:)?(\w{2,32}):(\d{15,20})$/.exec(text);
  if (custom) {
    const [, , id = ''] = custom;
    const emoji =
      world.applicationEmojis.get(id) ?? [...world.guilds.values()].map((guild) => guild.emojis.get(id)).find(Boolean);
    if (!emoji) throw apiError('unknownEmoji');
    return { id, name: emoji.name, ...(emoji.animated ? { animated: true } : {}) };
  }
  if (!isUnicodeEmoji(text)) throw apiError('unknownEmoji');
  return { id: null, name: text };
}

/** With and without the variation selector, which clients leave out or put in as they like. */
function isUnicodeEmoji(text: string): boolean {
  return (
    /^\p{RGI_Emoji}$/v.test(text) ||
    /^\p{RGI_Emoji}$/v.test(`${text}\uFE0F`) ||
    /^\p{Extended_Pictographic}\uFE0F?$/u.test(text)
  );
}

export function isSameEmoji(a: Reaction['emoji'], b: Reaction['emoji']): boolean {
  if (a.id !== null || b.id !== null) return a.id === b.id;
  return a.name.replaceAll('\uFE0F', '') === b.name.replaceAll('\uFE0F', '');
}
