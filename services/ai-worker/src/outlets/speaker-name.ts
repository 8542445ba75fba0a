const MAX_NAME_CHARACTERS = 80;
/** Shows as nothing, and keeps Discord from reading a word that it does not allow. */
const HAIR_SPACE = '\u200a';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The name under which a character speaks through a webhook: Discord refuses "clyde" and "discord"
 * anywhere in it, "everyone" and "here" alone, and names longer than 80 characters.
 * Source: Discord, "Webhook Resource", "Create Webhook".
 */
export function speakerName(name: string): string {
  const plain = name.replaceAll(/\s+/g, ' ').trim();
  const allowed = plain
    .replaceAll(/clyde|discord/gi, (word) => `${word.slice(0, 1)}${HAIR_SPACE}${word.slice(1)}`)
    .replace(/^(?:everyone|here)$/i, (word) => `${word.slice(0, 1)}${HAIR_SPACE}${word.slice(1)}`)
    .replaceAll('```', `\`${HAIR_SPACE}\`${HAIR_SPACE}\``);
  const cut = cutTo(allowed, MAX_NAME_CHARACTERS).trim();
  return /[^\s\p{Default_Ignorable_Code_Point}]/u.test(cut) ? cut : 'Character';
}

function cutTo(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > maxCharacters) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
