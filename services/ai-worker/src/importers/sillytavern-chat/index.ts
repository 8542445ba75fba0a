import { LIMITS } from '@tzurot/contracts';
import { isValues, type Values } from '../document.ts';
import { hashOf } from '../hash-of.ts';
import { defineImporter, type Found } from '../importer.ts';
import { asText, emptyReport, type FieldRule, mapFields, text } from '../map-fields.ts';

/** When a line names no time that anybody can read. */
const LONG_AGO = Date.UTC(2000, 0, 1);

const LINE_FIELDS: readonly FieldRule[] = [
  { from: 'mes', to: 'text', read: text(LIMITS.replyText, { trim: true }) },
  { from: 'name', to: 'speakerName', read: text(LIMITS.characterName, { trim: true }) },
  ...['is_user', 'is_system', 'send_date'].map((from): FieldRule => ({ from, ignored: 'no-place' })),
  ...[
    'swipes',
    'swipe_id',
    'swipe_info',
    'gen_started',
    'gen_finished',
    'force_avatar',
    'original_avatar',
    'title',
  ].map((from): FieldRule => ({ from, ignored: 'no-place' })),
  { from: 'extra', ignored: 'no-place' },
];

/** A chat of SillyTavern's, whose lines become memories of the character that the person names. */
export const sillytavernChat = defineImporter({
  id: 'sillytavern-chat',
  fields: [{ of: 'line', rules: LINE_FIELDS }],

  recognise({ value, container }) {
    if (container !== 'jsonl' || !Array.isArray(value)) return null;
    const [head, first] = value as unknown[];
    const isChat =
      isValues(head) && ('chat_metadata' in head || 'user_name' in head) && isValues(first) && 'mes' in first;
    return isChat ? { version: '' } : null;
  },

  read({ value }) {
    const [head, ...lines] = value as Values[];
    const chat = hashOf(head, lines[0]);
    const found: Found[] = [];
    let exchange = 0;
    let isAnswered = true;
    let lastAt = LONG_AGO;
    for (const [index, line] of lines.entries()) {
      if (!isValues(line) || line['is_system'] === true) continue;
      const report = emptyReport();
      const { values } = mapFields(line, LINE_FIELDS, report);
      if (typeof values['text'] !== 'string' || values['text'] === '') continue;
      const speaker = line['is_user'] === true ? 'person' : 'character';
      // What a person says begins an exchange, and so does a second answer: each has one of either.
      if (speaker === 'person' || isAnswered) exchange += 1;
      isAnswered = speaker === 'character';
      lastAt = readTime(line['send_date']) ?? lastAt + 1_000;
      found.push({
        kind: 'memory',
        sourceKey: `sillytavern-chat:${chat}:${index}`,
        name: values['text'].slice(0, 60).toWellFormed(),
        draft: {
          kind: 'memory',
          ofCharacter: null,
          speaker,
          speakerName: asText(values['speakerName']) || 'Somebody',
          text: values['text'],
          at: new Date(lastAt).toISOString(),
          exchange: `${chat}:${exchange}`,
        },
        report,
      });
    }
    return found;
  },
});

/** Milliseconds, seconds, ISO, or a date as SillyTavern writes it, such as `2023-8-13 @12h 5m 3s 120ms`. */
function readTime(value: unknown): number | null {
  if (typeof value === 'number') return value > 1e11 ? value : value * 1_000;
  if (typeof value !== 'string') return null;
  const own = /^(\d{4})-(\d{1,2})-(\d{1,2}) ?@(\d{1,2})h ?(\d{1,2})m ?(\d{1,2})s/.exec(value);
  const [, year, month, day, hours, minutes, seconds] = (own ?? []).map(Number);
  const at = own === null ? Date.parse(value) : Date.UTC(year ?? 0, (month ?? 1) - 1, day, hours, minutes, seconds);
  return Number.isFinite(at) && at > 0 ? at : null;
}
