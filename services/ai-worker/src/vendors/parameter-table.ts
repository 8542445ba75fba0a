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

/** For every parameter whether a vendor's models get it, under which name, or why not. */
export type ParameterTable = { readonly [Key in AdvancedParameterKey]: Rule<NonNullable<AdvancedParameters[Key]>> };

/** Goes out under its own name. */
export const sent = (key: AdvancedParameterKey) => renamed(key);

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
  const translations = ADVANCED_PARAMETER_KEYS.map((key) => translate(table, key, parameters, model));
  return {
    fields: mergeFields(translations.map(({ fields }) => fields ?? {})),
    dropped: translations.flatMap((translation) => translation.dropped ?? []),
  };
}

function translate(
  table: ParameterTable,
  key: AdvancedParameterKey,
  parameters: AdvancedParameters,
  model: string,
): Translation {
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
