import type { AdvancedParameters, Preset, PresetPatch } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { DashboardSection } from '../../define/dashboard.ts';
import { input } from '../../define/modal.ts';

/** Some parameters in words that need no explanation: each position stands for values of them. */
interface Knob {
  label: string;
  hint: string;
  positions: Readonly<Record<string, { label: string; values: AdvancedParameters }>>;
}

const KNOBS = {
  wildness: {
    label: say('preset.knob.wildness'),
    hint: say('preset.knob.wildness-hint'),
    positions: {
      'very-focused': { label: say('preset.knob.very-focused'), values: { temperature: 0.3 } },
      focused: { label: say('preset.knob.focused'), values: { temperature: 0.6 } },
      balanced: { label: say('preset.knob.balanced'), values: { temperature: 0.9 } },
      lively: { label: say('preset.knob.lively'), values: { temperature: 1.1 } },
      wild: { label: say('preset.knob.wild'), values: { temperature: 1.4 } },
    },
  },
  length: {
    label: say('preset.knob.length'),
    hint: say('preset.knob.length-hint'),
    positions: {
      short: { label: say('preset.knob.short'), values: { max_tokens: 300 } },
      medium: { label: say('preset.knob.medium'), values: { max_tokens: 800 } },
      long: { label: say('preset.knob.long'), values: { max_tokens: 2_000 } },
      'very-long': { label: say('preset.knob.very-long'), values: { max_tokens: 4_000 } },
    },
  },
  repetition: {
    label: say('preset.knob.repetition'),
    hint: say('preset.knob.repetition-hint'),
    positions: {
      little: {
        label: say('preset.knob.little'),
        values: { frequency_penalty: 0.2, presence_penalty: 0.2 },
      },
      more: { label: say('preset.knob.more'), values: { frequency_penalty: 0.5, presence_penalty: 0.4 } },
      much: { label: say('preset.knob.much'), values: { frequency_penalty: 0.9, presence_penalty: 0.7 } },
    },
  },
} as const satisfies Record<string, Knob>;

type KnobName = keyof typeof KNOBS;
const NAMES = Object.keys(KNOBS) as KnobName[];
const knobOf = (name: KnobName): Knob => KNOBS[name];

/** The values that stand on the expert pages fit no position; a form leaves them as they are. */
const CUSTOM = 'custom';

const keysOf = ({ positions }: Knob): (keyof AdvancedParameters)[] => [
  ...new Set(Object.values(positions).flatMap(({ values }) => Object.keys(values) as (keyof AdvancedParameters)[])),
];

/** Where a knob stands: '' when its parameters are not set. */
function positionOf(knob: Knob, parameters: AdvancedParameters): string {
  const keys = keysOf(knob);
  if (keys.every((key) => parameters[key] === undefined)) return '';
  const fits = Object.entries(knob.positions).find(([, { values }]) =>
    keys.every((key) => values[key] === parameters[key]),
  );
  return fits?.[0] ?? CUSTOM;
}

function turn(knob: Knob, position: string, parameters: AdvancedParameters): AdvancedParameters {
  if (position === CUSTOM || position === positionOf(knob, parameters)) return parameters;
  const gone: ReadonlySet<string> = new Set(keysOf(knob));
  const rest = Object.fromEntries(Object.entries(parameters).filter(([key]) => !gone.has(key)));
  return { ...rest, ...knob.positions[position]?.values };
}

function choicesOf(knob: Knob): Record<string, string> {
  const labels = Object.entries(knob.positions).map(([position, { label }]) => [position, label]);
  return { ...Object.fromEntries(labels), [CUSTOM]: say('preset.knob.custom') };
}

/** The friendly page before the expert ones. */
export const knobs: DashboardSection<Preset, PresetPatch> = {
  title: say('preset.section.knobs'),
  inputs: Object.fromEntries(
    NAMES.map((name) => {
      const knob = knobOf(name);
      return [name, input.choice(knob.label, choicesOf(knob), { hint: knob.hint })];
    }),
  ),
  summarize: ({ parameters }) =>
    NAMES.map((name) => {
      const knob = knobOf(name);
      const position = positionOf(knob, parameters);
      const value = position === '' ? say('interface.default') : (choicesOf(knob)[position] ?? position);
      return say('preset.knob.line', { label: knob.label, value });
    }).join('\n'),
  read: ({ parameters }) => Object.fromEntries(NAMES.map((name) => [name, positionOf(knobOf(name), parameters)])),
  write: (values, { parameters }) => ({
    parameters: NAMES.reduce((changed, name) => turn(knobOf(name), values[name] ?? '', changed), parameters),
  }),
};
