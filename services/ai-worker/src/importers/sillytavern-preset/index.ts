import { type AdvancedParameters, LIMITS, PresetDraft } from '@tzurot/contracts';
import { isValues, type Values } from '../document.ts';
import { defineImporter } from '../importer.ts';
import { add, asText, emptyReport, type FieldRule, mapFields, number, silent, text } from '../map-fields.ts';

type Parameter = keyof AdvancedParameters | 'contextTokens' | 'model';

const unit = number(0, 1);
const penalty = number(-2, 2);
const whole = (min: number, max: number) => number(min, max, { isWhole: true });
const rule = (from: string, to: Parameter, read: ReturnType<typeof number>): FieldRule => ({ from, to, read });

/** Names of SillyTavern's text and chat completion presets. Source: its default presets. */
const FIELDS: readonly FieldRule[] = [
  rule('temp', 'temperature', number(0, 2)),
  rule('temperature', 'temperature', number(0, 2)),
  rule('top_p', 'top_p', unit),
  rule('top_k', 'top_k', whole(0, 1_000)),
  rule('min_p', 'min_p', unit),
  rule('top_a', 'top_a', unit),
  rule('typical_p', 'typical_p', unit),
  rule('freq_pen', 'frequency_penalty', penalty),
  rule('frequency_penalty', 'frequency_penalty', penalty),
  rule('presence_pen', 'presence_penalty', penalty),
  rule('presence_penalty', 'presence_penalty', penalty),
  rule('rep_pen', 'repetition_penalty', number(0, 2)),
  rule('repetition_penalty', 'repetition_penalty', number(0, 2)),
  rule('genamt', 'max_tokens', whole(1, 128_000)),
  rule('openai_max_tokens', 'max_tokens', whole(1, 128_000)),
  rule('max_length', 'contextTokens', whole(1_024, 2_000_000)),
  rule('openai_max_context', 'contextTokens', whole(1_024, 2_000_000)),
  { from: 'prompts', ignored: 'no-place' },
  { from: 'prompt_order', ignored: 'no-place' },
  { from: 'api_url_scribe', ignored: 'address' },
  { from: 'custom_url', ignored: 'address' },
  { from: 'reverse_proxy', ignored: 'address' },
  { from: 'proxy_password', ignored: 'secret' },
];

/** Which of our vendors a source of SillyTavern's is, and where it writes the model. */
const SOURCES: Readonly<Record<string, { vendor: string; field: string }>> = {
  openai: { vendor: 'openai', field: 'openai_model' },
  claude: { vendor: 'anthropic', field: 'claude_model' },
  openrouter: { vendor: 'openrouter', field: 'openrouter_model' },
  makersuite: { vendor: 'google', field: 'google_model' },
  mistralai: { vendor: 'mistral', field: 'mistralai_model' },
  deepseek: { vendor: 'deepseek', field: 'deepseek_model' },
  groq: { vendor: 'groq', field: 'groq_model' },
  xai: { vendor: 'xai', field: 'xai_model' },
};

/** Presets of SillyTavern for text and for chat completion; they are called like their file. */
export const sillytavernPreset = defineImporter({
  id: 'sillytavern-preset',
  secretKeys: ['proxy_password'],
  fields: [{ of: 'preset', rules: FIELDS }],

  recognise({ value }) {
    if (!isValues(value)) return null;
    if ('temp' in value && 'rep_pen' in value) return { version: 'text completion' };
    return 'temperature' in value && ('openai_max_context' in value || 'prompts' in value)
      ? { version: 'chat completion' }
      : null;
  },

  read({ value, filename }) {
    const source = value as Values;
    const report = emptyReport();
    const { contextTokens, ...parameters } = mapFields(source, FIELDS, report).values;
    const name = filename.replace(/\.[^.]*$/, '').trim() || 'Preset';
    const known = SOURCES[asText(source['chat_completion_source'])];
    const model = known === undefined ? undefined : text(LIMITS.modelId, { trim: true })(source[known.field], silent);
    if (typeof model !== 'string' || model === '') add(report.ignored, { field: 'model', why: 'no-model' });
    const hasModel = typeof model === 'string' && model !== '' && known !== undefined;
    return [
      {
        kind: 'preset',
        sourceKey: `sillytavern-preset:${name.slice(0, 100)}`,
        name: name.slice(0, 80),
        draft: {
          kind: 'preset',
          preset: {
            name: PresetDraft.shape.name.catch('Preset').parse(name.slice(0, LIMITS.presetName)),
            parameters,
            vendor: hasModel ? known.vendor : null,
            model: hasModel ? model : null,
            ...(typeof contextTokens === 'number' && { contextTokens }),
          },
        },
        report,
      },
    ];
  },
});
