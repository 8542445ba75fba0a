import {
  ADVANCED_PARAMETER_KEYS,
  type AdvancedParameterKey,
  type AdvancedParameters,
  type DroppedParameter,
} from '@tzurot/contracts';

/** What becomes of one parameter: fields of the request, and what of it is left out. */
export interface Translation {
  fields?: Record<string, unknown>;
  dropped?: DroppedParameter[];
}

type Rule<Value> = (value: Value, model: string) => Translation;

/** The longest reply is no wish but a fact of every request, so it has no line in the tables. */
type TableKey = Exclude<AdvancedParameterKey, 'max_tokens'>;

/** For every parameter whether a vendor's models get it, under which name, or why not. */
export type ParameterTable = { readonly [Key in TableKey]: Rule<NonNullable<AdvancedParameters[Key]>> };

const TABLE_KEYS = ADVANCED_PARAMETER_KEYS.filter((key) => key !== 'max_tokens');

/** Goes out under its own name. */
export const sent = (key: TableKey) => renamed(key);

/** Goes out under the vendor's name for it. */
export const renamed =
  (wireName: string, convert: (value: unknown) => unknown = (value) => value): Rule<unknown> =>
  (value) => ({ fields: { [wireName]: convert(value) } });

/** Does not go out. @param reason a sentence for the person who set it */
export const dropped =
  (key: string, reason: string): Rule<unknown> =>
  () => ({ dropped: [{ key, reason }] });

/** The fields of a request and what did not make it into them; an absent parameter is neither. */
export function translateParameters(
  table: ParameterTable,
  parameters: AdvancedParameters,
  model: string,
): { fields: Record<string, unknown>; dropped: DroppedParameter[] } {
  const translations = TABLE_KEYS.map((key) => translate(table, key, parameters, model));
  return {
    fields: mergeFields(translations.map(({ fields }) => fields ?? {})),
    dropped: translations.flatMap((translation) => translation.dropped ?? []),
  };
}

function translate(table: ParameterTable, key: TableKey, parameters: AdvancedParameters, model: string): Translation {
  const value = parameters[key];
  if (value === undefined) return {};
  // The table has a rule for each key's own value, which the compiler does not follow through a variable key.
  const rule = table[key] as Rule<unknown>;
  return rule(value, model);
}

function mergeFields(parts: readonly Record<string, unknown>[]): Record<string, unknown> {
  return Object.assign({}, ...parts) as Record<string, unknown>;
}

/** At most `max` stop texts; the rest is dropped. */
export const sentStops =
  (max: number): ParameterTable['stop'] =>
  (stops) => ({
    fields: { stop: stops.slice(0, max) },
    dropped:
      stops.length > max
        ? [
            {
              key: 'stop',
              reason: `Only ${max} stop texts are taken; these are left out: ${stops
                .slice(max)
                .map((text) => JSON.stringify(text))
                .join(', ')}`.slice(0, 300),
            },
          ]
        : [],
  });

export const sentResponseFormat: ParameterTable['response_format'] = (type) => ({
  fields: { response_format: { type } },
});

const THINKING_TOKENS = { off: 0, minimal: 512, low: 1_024, medium: 4_096, high: 8_192, max: 16_384 } as const;

/**
 * Room to think beside the reply: as much as the preset allows, or what its effort usually takes.
 * @param unasked for a model that thinks, or may, though nobody asked it to
 */
export function thinkingRoom({ reasoning }: AdvancedParameters, unasked: number): number {
  if (reasoning?.max_tokens !== undefined) return reasoning.max_tokens;
  return reasoning?.effort === undefined ? unasked : THINKING_TOKENS[reasoning.effort];
}
