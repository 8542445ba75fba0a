import type { AdvancedParameters } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { type Input, input } from '../../define/modal.ts';
import { wrongInput } from '../../ui/typed-values.ts';

/** One parameter as an input of a form: if the input is empty, the parameter isn't sent. */
export interface ParameterInput {
  readonly input: Input;
  read(parameters: AdvancedParameters): string;
  /** @throws AppError when the text isn't such a value; the gateway checks the range */
  write(parameters: AdvancedParameters, text: string): AdvancedParameters;
}

type TopKey = keyof AdvancedParameters;
type NumberKey = {
  [Key in TopKey]: NonNullable<AdvancedParameters[Key]> extends number ? Key : never;
}[TopKey];

export const YES_NO = { yes: say('interface.yes'), no: say('interface.no') } as const;

/** A parameter that is a number at the top level. */
export function numberParameter(key: NumberKey, label: string, hint: string): ParameterInput {
  return {
    input: input.short(label, { hint, maxLength: 20, placeholder: say('interface.default') }),
    read: (parameters) => String(parameters[key] ?? ''),
    write: (parameters, text) => put(parameters, key, isEmpty(text) ? undefined : toNumber(key, text)),
  };
}

/** A parameter of any kind, by how it is read and written as text. */
export function parameter<Key extends TopKey>(
  key: Key,
  definition: {
    input: Input;
    read(value: NonNullable<AdvancedParameters[Key]>): string;
    /** Never called with an empty text. */
    parse(text: string): NonNullable<AdvancedParameters[Key]>;
  },
): ParameterInput {
  return {
    input: definition.input,
    read: (parameters) => {
      const value = parameters[key];
      return value === undefined ? '' : definition.read(value);
    },
    write: (parameters, text) => put(parameters, key, isEmpty(text) ? undefined : definition.parse(text)),
  };
}

interface Groups {
  reasoning: NonNullable<AdvancedParameters['reasoning']>;
  provider: NonNullable<AdvancedParameters['provider']>;
}

/** A part of a parameter that is an object; the object goes when its last part does. */
export function innerParameter<Key extends keyof Groups, Inner extends keyof Groups[Key]>(
  key: Key,
  inner: Inner,
  definition: {
    input: Input;
    read(value: NonNullable<Groups[Key][Inner]>): string;
    parse(text: string): Groups[Key][Inner];
  },
): ParameterInput {
  return {
    input: definition.input,
    read: (parameters) => {
      const group: Groups[Key] | undefined = parameters[key];
      const value = group?.[inner];
      return value === undefined || value === null ? '' : definition.read(value);
    },
    write: (parameters, text) => {
      const before: Groups[Key] = parameters[key] ?? {};
      const group = put(before, inner, isEmpty(text) ? undefined : definition.parse(text));
      return put(parameters, key, Object.keys(group).length === 0 ? undefined : group);
    },
  };
}

const THOUSANDS = /^[1-9]\d{0,2}(?:,\d{3})+$/;

function isEmpty(text: string): boolean {
  return text.trim() === '';
}

/** @throws AppError that names the input */
export function toNumber(name: string, text: string): number {
  const written = text.trim();
  // Some people write a decimal comma; others separate thousands with it.
  const value = Number(THOUSANDS.test(written) ? written.replaceAll(',', '') : written.replace(',', '.'));
  if (!Number.isFinite(value)) throw wrongInput(name, 'number-format', text);
  return value;
}

export function toList(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A copy with one value replaced, or removed when it is undefined. */
function put<Whole extends object, Key extends keyof Whole>(
  whole: Whole,
  key: Key,
  value: Whole[Key] | undefined,
): Whole {
  const { [key]: _before, ...rest } = whole;
  return (value === undefined ? rest : { ...rest, [key]: value }) as Whole;
}
