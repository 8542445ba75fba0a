import { inputOf, SETTINGS, type SettingName, type SettingView } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { type Input, input } from '../../define/modal.ts';
import { plain } from '../../ui/elements.ts';
import { toWholeNumber } from '../../ui/typed-values.ts';

type Value = SettingView['value'];

/** How a person enters a setting: an empty input inherits. */
export function settingInput(name: SettingName): Input {
  const { label, description, canBeOff } = SETTINGS[name];
  const entered = inputOf(name);
  if (entered.kind === 'number') {
    const facts = { min: entered.min.toLocaleString('en'), max: entered.max.toLocaleString('en') };
    const placeholder = say(canBeOff ? 'settings.number-or-off-hint' : 'settings.number-hint', facts);
    return input.short(label, { hint: description, maxLength: 20, placeholder });
  }
  if (entered.kind === 'text') {
    const placeholder = say(canBeOff ? 'settings.text-or-off-hint' : 'settings.text-hint');
    return input.short(label, { hint: description, maxLength: entered.maxLength, placeholder });
  }
  const choices = entered.kind === 'switch' ? { on: say('settings.on'), off: say('settings.off') } : entered.choices;
  return input.choice(label, canBeOff ? { ...choices, off: say('settings.off') } : choices, { hint: description });
}

/** What a tier says about a setting, as it stands in its input. */
export function toEntry(value: Value | undefined): string {
  if (value === undefined) return '';
  if (value === null) return 'off';
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/**
 * What was entered for a setting.
 * @returns undefined when it inherits
 * @throws AppError that names the input; whether a number is in range the gateway knows
 */
export function fromEntry(name: SettingName, text: string): Value | undefined {
  const entry = text.trim().toLowerCase();
  if (entry === '') return undefined;
  const { kind } = inputOf(name);
  if (kind === 'switch') return entry === 'on';
  if (entry === 'off' && SETTINGS[name].canBeOff) return null;
  if (kind === 'text') return text.trim();
  return kind === 'number' ? toWholeNumber(name, entry) : entry;
}

/** How a setting's value reads in a sentence. */
export function describeValue(name: SettingName, value: Value): string {
  if (value === null || value === false) return say('settings.off');
  if (value === true) return say('settings.on');
  if (typeof value === 'number') return value.toLocaleString('en');
  const entered = inputOf(name);
  return entered.kind === 'choice' ? (entered.choices[value] ?? value) : plain(value);
}

/** How staff enter a limit: an empty input sets none. Null for a setting that has no limit. */
export function limitInput(name: SettingName): Input | null {
  const { label } = SETTINGS[name];
  switch (inputOf(name).kind) {
    case 'number':
      return input.short(label, { hint: say('settings.limits.number-hint'), maxLength: 20 });
    case 'switch':
      return input.choice(
        label,
        { off: say('settings.limits.must-be-off') },
        { hint: say('settings.limits.switch-hint') },
      );
    case 'choice':
    case 'text':
      return null;
  }
}

export function limitFromEntry(name: SettingName, text: string): number | false | undefined {
  const entry = text.trim();
  if (entry === '') return undefined;
  return inputOf(name).kind === 'switch' ? false : toWholeNumber(name, entry);
}
