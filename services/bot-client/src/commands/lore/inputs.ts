import { say } from '@tzurot/words';
import { type Input, input } from '../../define/modal.ts';
import { toNumber } from '../preset/parameter-inputs.ts';

const YES_NO = { yes: say('interface.yes'), no: say('interface.no') } as const;

export const switchInput = (label: string, hint?: string): Input =>
  input.choice(label, YES_NO, hint === undefined ? {} : { hint });
export const fromSwitch = (isOn: boolean): string => (isOn ? 'yes' : 'no');
export const sayYesNo = (isOn: boolean): string => YES_NO[isOn ? 'yes' : 'no'].toLowerCase();

/** Values of a section's form as a patch: what was left out of it, or left empty, stays away. */
export function readTyped<Patch>(
  values: Readonly<Record<string, string | undefined>>,
  readers: { [Name in keyof Patch]-?: (text: string, name: string) => Patch[Name] | undefined },
): Partial<Patch> {
  const entries = Object.entries<(text: string, name: string) => unknown>(readers).flatMap(([name, read]) => {
    const text = values[name];
    const value = text === undefined ? undefined : read(text, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries) as Partial<Patch>;
}

/** An empty input changes nothing. */
export const typedNumber = (text: string, name: string): number | undefined =>
  text.trim() === '' ? undefined : toNumber(name, text);
/** An empty input takes the number away. */
export const typedNumberOrNull = (text: string, name: string): number | null =>
  text.trim() === '' ? null : toNumber(name, text);
export const typedSwitch = (text: string): boolean | undefined => (text === '' ? undefined : text === 'yes');
export const typedText = (text: string): string => text;
export const typedChoice =
  <const Value extends string>(values: readonly Value[]) =>
  (text: string): Value | undefined =>
    values.find((value) => value === text);

const PATTERN = /^\/.+\/[dgimsuyv]*$/;

/** Keys as people type them: one per line; a line with commas is several, unless it is a pattern. */
export function typedKeys(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => (PATTERN.test(line.trim()) ? [line] : line.split(',')))
    .map((key) => key.trim())
    .filter((key) => key !== '');
}
