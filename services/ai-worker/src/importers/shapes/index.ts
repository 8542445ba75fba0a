import { type ImportReport, LIMITS, MAX_TAGS } from '@tzurot/contracts';
import { remotePicture } from '../character-card/fields.ts';
import { toCharacter } from '../character-card/index.ts';
import { type Document, isValues, type Values } from '../document.ts';
import { hashOf } from '../hash-of.ts';
import { defineImporter, type Found } from '../importer.ts';
import { keptAsIs } from '../kept.ts';
import { toLorebook } from '../lorebook/index.ts';
import {
  add,
  asText,
  emptyReport,
  type FieldRule,
  mapFields,
  noPlace,
  number,
  type Reader,
  silent,
  text,
  texts,
} from '../map-fields.ts';
import { name } from '../name-of.ts';
import { toPersona } from '../to-persona.ts';

/** Placeholders have single braces there. */
const withMacros =
  (read: Reader): Reader =>
  (value, note) => {
    if (typeof value !== 'string') return read(value, note);
    const written = value.replaceAll(/\{(user|shape)\}/g, (_, what: string) =>
      what === 'user' ? '{{user}}' : '{{char}}',
    );
    if (written !== value) note.changed('macros', value, written);
    return read(written, note);
  };
const long = withMacros(text(LIMITS.cardField));
const TRAITS = [
  'traits',
  'tone',
  'age',
  'appearance',
  'physical_traits',
  'likes',
  'dislikes',
  'goals',
  'catchphrases',
  'conversational_goals',
];

const CONFIG_FIELDS: readonly FieldRule[] = [
  { from: 'name', to: 'name', read: name(LIMITS.characterName) },
  { from: 'jailbreak', to: 'systemPrompt', read: long, consent: 'system-prompt' },
  { from: 'user_prompt', to: 'description', read: long },
  { from: 'character_background', to: 'scenario', read: long },
  { from: 'personality_conversational_examples', to: 'examples', read: long },
  { from: 'shape_initial_message', to: 'greeting', read: long },
  { from: 'error_message', to: 'errorMessage', read: withMacros(text(LIMITS.errorMessage)) },
  { from: 'search_description', to: 'creatorNotes', read: long },
  { from: 'search_tags_v2', to: 'tags', read: texts(LIMITS.cardLabel, MAX_TAGS, { trim: true }) },
  { from: 'avatar_url', to: 'avatarUrl', read: remotePicture, consent: 'remote-picture' },
  { from: 'avatar', to: 'avatarUrl', read: remotePicture, consent: 'remote-picture' },
  ...TRAITS.map((trait): FieldRule => ({ from: `personality_${trait}`, to: `personality.${trait}`, read: long })),
  { from: 'personality_history', to: 'personality.history', read: long },
  { from: 'banner', ignored: 'address' },
  { from: 'screenshots', ignored: 'address' },
  { from: 'app_info', ignored: 'secret' },
  { from: 'user_id', ignored: 'others' },
  { from: 'created_by', ignored: 'others' },
  ...['id', 'username', 'tagline', 'category', 'character_universe', 'typical_phrases', 'example_prompts'].map(noPlace),
  ...['birthday', 'timezone', 'keywords', 'favorite_reacts', 'stm_window', 'ltm_enabled', 'ltm_threshold'].map(noPlace),
  ...['ltm_max_retrieved_summaries', 'wack_message', 'sleep_message', 'shape_settings', 'fallbacks', 'enabled'].map(
    noPlace,
  ),
  ...[
    'voice_id',
    'voice_model',
    'voice_file',
    'voice_frequency',
    'voice_stability',
    'voice_similarity',
    'voice_style',
  ].map(noPlace),
  ...['created_ts', 'user_count', 'message_count'].map(noPlace),
  ...['engine_model', 'engine_temperature', 'engine_top_p', 'engine_top_k', 'engine_min_p', 'engine_top_a'].map(
    noPlace,
  ),
];

const ENGINE_FIELDS: readonly FieldRule[] = [
  { from: 'engine_temperature', to: 'temperature', read: number(0, 2) },
  { from: 'engine_top_p', to: 'top_p', read: number(0, 1) },
  { from: 'engine_top_k', to: 'top_k', read: number(0, 1_000, { isWhole: true }) },
  { from: 'engine_min_p', to: 'min_p', read: number(0, 1) },
  { from: 'engine_top_a', to: 'top_a', read: number(0, 1) },
  { from: 'engine_frequency_penalty', to: 'frequency_penalty', read: number(-2, 2) },
  { from: 'engine_presence_penalty', to: 'presence_penalty', read: number(-2, 2) },
  { from: 'engine_repetition_penalty', to: 'repetition_penalty', read: number(0, 2) },
];

const USER_FIELDS: readonly FieldRule[] = [
  { from: 'preferred_name', to: 'name', read: name(LIMITS.personaName) },
  { from: 'pronouns', to: 'pronouns', read: text(LIMITS.pronouns, { trim: true }) },
  { from: 'backstory', to: 'about', read: withMacros(text(LIMITS.personaAbout)) },
];

const MEMORY_FIELDS: readonly FieldRule[] = [
  { from: 'result', to: 'text', read: text(LIMITS.replyText, { trim: true }) },
  ...['id', 'shape_id', 'senders', 'summary_type', 'deleted', 'metadata', 'group'].map(noPlace),
];

const isConfig = (value: unknown): value is Values =>
  isValues(value) && 'username' in value && ['jailbreak', 'user_prompt', 'shape_settings'].some((key) => key in value);
const memoriesIn = (value: unknown): Values[] | null => {
  const rows = isValues(value) ? (value['items'] ?? value['memories']) : value;
  if (!Array.isArray(rows)) return null;
  const memories = rows.filter(isValues);
  return memories.length > 0 && memories.every((row) => 'result' in row && 'shape_id' in row) ? memories : null;
};
const storiesIn = (value: unknown): Values[] | null => {
  const rows = isValues(value) ? (value['stories'] ?? value['items']) : value;
  if (!Array.isArray(rows)) return null;
  const stories = rows.filter(isValues);
  return stories.length > 0 && stories.every((row) => 'story_type' in row) ? stories : null;
};
const isUser = (value: unknown): value is Values =>
  isValues(value) && 'backstory' in value && 'preferred_name' in value;

/** What people saved of Shapes.inc: a shape, its memories, its knowledge, what it knows of them, or all in one. */
export const shapes = defineImporter({
  id: 'shapes',
  secretKeys: ['app_info', 'bot_token', 'token', 'discord_token'],
  fields: [
    { of: 'config', rules: CONFIG_FIELDS },
    { of: 'config (preset)', rules: ENGINE_FIELDS },
    { of: 'memory', rules: MEMORY_FIELDS },
    { of: 'user', rules: USER_FIELDS },
  ],

  recognise({ value }) {
    if (isValues(value) && isConfig(value['config'])) return { version: 'bundle' };
    if (isConfig(value)) return { version: 'config' };
    if (memoriesIn(value) !== null) return { version: 'memories' };
    if (storiesIn(value) !== null) return { version: 'brain' };
    return isUser(value) ? { version: 'user' } : null;
  },

  read(document) {
    const { value } = document;
    const isBundle = isValues(value) && isConfig(value['config']);
    const config = isBundle ? (value['config'] as Values) : isConfig(value) ? value : null;
    const user = isBundle ? value['userPersonalization'] : value;
    const key = config === null ? null : keyOf(config['id']);
    return [
      ...(config === null ? [] : readConfig(config, document)),
      ...readMemories((isBundle ? memoriesIn(value['memories']) : memoriesIn(value)) ?? []),
      ...readStories((isBundle ? storiesIn(value['stories']) : storiesIn(value)) ?? [], key),
      ...(isUser(user) ? readUser(user) : []),
    ];
  },
});

const keyOf = (shapeId: unknown): string => `shapes:${asText(shapeId).slice(0, 100)}`;

function readConfig(config: Values, document: Document): Found[] {
  const report = emptyReport();
  const settings = isValues(config['shape_settings']) ? config['shape_settings'] : {};
  const flat = { ...config, shape_initial_message: settings['shape_initial_message'] };
  const mapped = mapFields(withoutSecrets(flat), CONFIG_FIELDS, report);
  const personality = Object.entries(mapped.values).filter(([key]) => key.startsWith('personality.'));
  const lines = personality.map(
    ([key, line]) => `${key.slice('personality.'.length).replaceAll('_', ' ')}: ${String(line)}`,
  );
  if (lines.length > 0) {
    mapped.values['personality'] = text(LIMITS.cardField)(lines.join('\n'), silent);
    add(report.changed, { field: 'personality_*', why: 'joined', from: '', to: '' });
  }
  const values = Object.fromEntries(Object.entries(mapped.values).filter(([key]) => !key.startsWith('personality.')));
  const found = toCharacter({ ...mapped, values }, report, document, keyOf(config['id'] ?? config['username']));
  return [found, ...readEngine(config, found.name)];
}

/** Keys of services that a saved shape may hold. They are never even looked at. */
function withoutSecrets(config: Values): Values {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !/token|secret|api_key/i.test(key)));
}

function readEngine(config: Values, shapeName: string): Found[] {
  const engine = Object.fromEntries(Object.entries(config).filter(([key]) => key.startsWith('engine_')));
  const report: ImportReport = emptyReport();
  const { values: parameters } = mapFields(
    engine,
    [...ENGINE_FIELDS, { from: 'engine_model', ignored: 'no-model' }],
    report,
  );
  if (Object.keys(parameters).length === 0) return [];
  const presetName = `${shapeName} (Shapes)`.slice(0, LIMITS.presetName);
  return [
    {
      kind: 'preset',
      sourceKey: `${keyOf(config['id'])}:engine`,
      name: presetName.slice(0, 80),
      draft: { kind: 'preset', preset: { name: presetName, parameters } },
      report,
    },
  ];
}

/** Only what the person who saved the file took part in: the one who is named most often. */
function readMemories(rows: readonly Values[]): Found[] {
  const senders = (row: Values): string[] => (Array.isArray(row['senders']) ? row['senders'].map(asText) : []);
  const counts = new Map<string, number>();
  for (const sender of rows.flatMap(senders)) counts.set(sender, (counts.get(sender) ?? 0) + 1);
  const [[owner] = ['']] = [...counts].toSorted(([, a], [, b]) => b - a);
  return rows.map((row) => {
    const report = emptyReport();
    const { values } = mapFields(row, MEMORY_FIELDS, report);
    const words = typeof values['text'] === 'string' ? values['text'] : '';
    const id = (asText(row['id']) || hashOf(words)).slice(0, 120);
    const why =
      row['deleted'] === true ? 'deleted' : senders(row).includes(owner) || counts.size === 0 ? null : 'others';
    if (why !== null || words === '') {
      add(report.ignored, { field: 'result', why: why ?? 'broken' });
      return keptAsIs('shapes', why === 'others' ? 'Memory of somebody else' : 'Memory', report, id);
    }
    return {
      kind: 'memory',
      sourceKey: `shapes-memory:${id}`,
      name: words.slice(0, 60).toWellFormed(),
      draft: {
        kind: 'memory',
        ofCharacter: keyOf(row['shape_id']),
        speaker: 'character',
        speakerName: 'Summary',
        text: words,
        at: momentOf(row),
        exchange: `shapes-memory:${id}`,
      },
      report: { ...report, consents: [{ kind: 'share-memories', field: 'result', text: words.slice(0, 100) }] },
    };
  });
}

/** Seconds, with or without a fraction. */
function momentOf(row: Values): string {
  const metadata = isValues(row['metadata']) ? row['metadata'] : {};
  const seconds = Number(metadata['end_ts'] ?? metadata['created_at']);
  const isTime = Number.isFinite(seconds) && seconds > 0 && seconds < 4e9;
  return new Date(isTime ? Math.floor(seconds * 1_000) : Date.UTC(2020, 0, 1)).toISOString();
}

/** Knowledge is always in mind there, so it is here. What nobody filled in is left out. */
function readStories(stories: readonly Values[], ofCharacter: string | null): Found[] {
  const written = stories.filter(({ content }) => typeof content === 'string' && !/^\s*Insert .* here/i.test(content));
  if (written.length === 0) return [];
  const report = emptyReport();
  if (written.length < stories.length) add(report.ignored, { field: 'content', why: 'template' });
  const entries = written.map(({ title, story_type: type, content }, index) => {
    return [index, { comment: title || type, content, constant: true }] as const;
  });
  const key = `${ofCharacter ?? 'shapes'}:brain:${hashOf(written)}`;
  return [toLorebook({ name: 'Shapes knowledge', entries }, report, key, ofCharacter)];
}

function readUser(user: Values): Found[] {
  const report = emptyReport();
  return [toPersona(mapFields(user, USER_FIELDS, report), report, `shapes-user:${hashOf(user)}`, 'Me')];
}
