import { AuthorNote, LIMITS, MAX_GREETINGS, MAX_TAGS } from '@tzurot/contracts';
import { isValues } from '../document.ts';
import { type FieldRule, number, type Reader, text, texts } from '../map-fields.ts';
import { name } from '../name-of.ts';

const long = text(LIMITS.cardField);
const label = text(LIMITS.cardLabel, { trim: true });

/** Source: character card specifications V1, V2 and V3. */
export const DATA_FIELDS: readonly FieldRule[] = [
  { from: 'name', to: 'name', read: name(LIMITS.characterName) },
  { from: 'description', to: 'description', read: long },
  { from: 'personality', to: 'personality', read: long },
  { from: 'scenario', to: 'scenario', read: long },
  { from: 'first_mes', to: 'greeting', read: long },
  { from: 'mes_example', to: 'examples', read: long },
  { from: 'creator_notes', to: 'creatorNotes', read: long },
  { from: 'creatorcomment', to: 'creatorNotes', read: long },
  { from: 'system_prompt', to: 'systemPrompt', read: long, consent: 'system-prompt' },
  { from: 'post_history_instructions', to: 'postHistory', read: long, consent: 'system-prompt' },
  { from: 'alternate_greetings', to: 'alternateGreetings', read: texts(LIMITS.cardField, MAX_GREETINGS) },
  { from: 'tags', to: 'tags', read: texts(LIMITS.cardLabel, MAX_TAGS, { splits: true, trim: true }) },
  { from: 'creator', to: 'creator', read: label },
  { from: 'character_version', to: 'characterVersion', read: label },
  { from: 'nickname', to: 'nickname', read: text(LIMITS.characterName, { trim: true }) },
  { from: 'character_book', ignored: 'lore' },
  { from: 'group_only_greetings', ignored: 'no-place' },
  { from: 'creator_notes_multilingual', ignored: 'no-place' },
  { from: 'source', ignored: 'no-place' },
  { from: 'creation_date', ignored: 'no-place' },
  { from: 'modification_date', ignored: 'no-place' },
  { from: 'create_date', ignored: 'no-place' },
  { from: 'assets', ignored: 'no-place' },
  { from: 'talkativeness', to: 'talkativeness', read: readTalkativeness },
  { from: 'fav', ignored: 'no-place' },
  { from: 'chat', ignored: 'no-place' },
  { from: 'json_data', ignored: 'no-place' },
  {
    from: 'avatar',
    to: 'avatarUrl',
    consent: 'remote-picture',
    read: (value, note) => remotePicture(value, note),
  },
];

/** An address of a picture. It is never fetched from here: Discord does, when the person allows it. */
export const remotePicture: Reader = (value, note) => {
  if (value === 'none') return undefined;
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url?.protocol === 'https:' && url.username === '' && url.href.length <= LIMITS.url) return url.href;
  return note.ignored('address');
};

/** What programs put into a card's extensions that changes how a character behaves. */
export const EXTENSION_FIELDS: readonly FieldRule[] = [
  { from: 'depth_prompt', to: 'authorNote', read: readDepthPrompt },
  { from: 'regex_scripts', ignored: 'code' },
  { from: 'risuai', ignored: 'code' },
  { from: 'world', ignored: 'not-here' },
  { from: 'talkativeness', to: 'talkativeness', read: readTalkativeness },
  { from: 'fav', ignored: 'no-place' },
];

/** SillyTavern says it between 0 and 1. */
function readTalkativeness(value: unknown, note: Parameters<Reader>[1]): unknown {
  const share = number(0, 1)(value, note);
  return typeof share === 'number' ? Math.round(share * 100) : undefined;
}

/** SillyTavern's note of a character: a text, its depth in the chat and its role. */
function readDepthPrompt(value: unknown, note: Parameters<Reader>[1]): unknown {
  if (!isValues(value)) return note.ignored('broken');
  if (typeof value['prompt'] !== 'string' || value['prompt'].trim() === '') return undefined;
  const read = AuthorNote.safeParse({
    text: text(LIMITS.authorNote, { trim: true })(value['prompt'], note),
    depth: 'depth' in value ? number(0, 100, { isWhole: true })(value['depth'], note) : 4,
    role: ['system', 'user', 'assistant'].includes(String(value['role'])) ? value['role'] : 'system',
  });
  return read.success ? read.data : note.ignored('broken');
}
