import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType as OptionType,
} from 'discord-api-types/v10';
import { type ApiError, formError } from '../errors.ts';
import type { SentOption } from '../forms/interaction.ts';
import type { Resolver } from './resolve.ts';

type Path = (string | number)[];

/**
 * The options of a command as the application receives them.
 * @param isTyping while autocompleting, options may be missing or unfinished
 * @throws ApiError 50035 for what the command does not take
 */
export function acceptOptions(
  sent: readonly SentOption[],
  known: readonly APIApplicationCommandOption[],
  resolver: Resolver,
  isTyping: boolean,
  path: Path = ['data', 'options'],
): SentOption[] {
  const required = known.filter((option) => 'required' in option && option.required);
  const chosen = known.some(({ type }) => isBranch(type));
  if (!isTyping) {
    const missing = required.find(({ name }) => !sent.some((each) => each.name === name));
    if (missing) throw invalid(path, 'APPLICATION_COMMAND_OPTION_REQUIRED', `The option ${missing.name} is required.`);
    if (chosen && sent.length !== 1) {
      throw invalid(path, 'APPLICATION_COMMAND_SUBCOMMAND_REQUIRED', 'Exactly one sub-command must be named.');
    }
  }
  return sent.map((option, index) => acceptOption(option, known, resolver, isTyping, [...path, index]));
}

/** Sub-commands and groups of them. */
export function isBranch(type: OptionType): boolean {
  return type === OptionType.Subcommand || type === OptionType.SubcommandGroup;
}

function acceptOption(
  sent: SentOption,
  known: readonly APIApplicationCommandOption[],
  resolver: Resolver,
  isTyping: boolean,
  path: Path,
): SentOption {
  const option = known.find(({ name }) => name === sent.name);
  if (!option || option.type !== sent.type) {
    throw invalid(path, 'APPLICATION_COMMAND_OPTION_UNKNOWN', `The command has no option ${sent.name} of this type.`);
  }
  if (option.type === OptionType.Subcommand || option.type === OptionType.SubcommandGroup) {
    const below = (option.options ?? []) as APIApplicationCommandOption[];
    return {
      type: sent.type,
      name: sent.name,
      options: acceptOptions(sent.options ?? [], below, resolver, isTyping, [...path, 'options']),
    };
  }
  if (isTyping) {
    const suggests = 'autocomplete' in option && option.autocomplete;
    if (sent.focused && !suggests) {
      throw invalid(path, 'APPLICATION_COMMAND_OPTION_NO_AUTOCOMPLETE', `The option ${sent.name} suggests nothing.`);
    }
    return { type: sent.type, name: sent.name, value: sent.value ?? '', ...(sent.focused ? { focused: true } : {}) };
  }
  return { type: sent.type, name: sent.name, value: acceptValue(sent, option, resolver, [...path, 'value']) };
}

function acceptValue(
  { value }: SentOption,
  option: APIApplicationCommandBasicOption,
  resolver: Resolver,
  path: Path,
): string | number | boolean {
  switch (option.type) {
    case OptionType.String:
      return acceptText(value, option, path);
    case OptionType.Integer:
    case OptionType.Number:
      return acceptNumber(value, option, path);
    case OptionType.Boolean:
      if (typeof value !== 'boolean') throw invalid(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
      return value;
    case OptionType.Attachment:
      return resolver.attachment(String(value), path);
    case OptionType.User:
    case OptionType.Role:
    case OptionType.Channel:
    case OptionType.Mentionable: {
      const id = String(value);
      if (option.type === OptionType.User) resolver.user(id, path);
      else if (option.type === OptionType.Role) resolver.role(id, path);
      else if (option.type === OptionType.Channel) resolver.channel(id, path);
      else resolver.mentionable(id, path);
      return id;
    }
  }
}

function acceptText(
  value: unknown,
  option: Extract<APIApplicationCommandBasicOption, { type: OptionType.String }>,
  path: Path,
): string {
  if (typeof value !== 'string') throw invalid(path, 'STRING_TYPE_CONVERT', 'Could not interpret the value as string.');
  const min = option.min_length ?? 0;
  const max = option.max_length ?? 6_000;
  if (value.length < min) throw invalid(path, 'BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length.`);
  if (value.length > max) throw invalid(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
  requireChoice(value, option, path);
  return value;
}

function acceptNumber(
  value: unknown,
  option: Extract<APIApplicationCommandBasicOption, { type: OptionType.Integer | OptionType.Number }>,
  path: Path,
): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const fits = typeof number === 'number' && Number.isFinite(number);
  if (!fits || (option.type === OptionType.Integer && !Number.isInteger(number))) {
    throw invalid(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not a fitting number.`);
  }
  if (option.min_value !== undefined && number < option.min_value) {
    throw invalid(path, 'NUMBER_TYPE_MIN', `Value should be greater than or equal to ${option.min_value}.`);
  }
  if (option.max_value !== undefined && number > option.max_value) {
    throw invalid(path, 'NUMBER_TYPE_MAX', `Value should be less than or equal to ${option.max_value}.`);
  }
  requireChoice(number, option, path);
  return number;
}

/** With choices, only they may be sent; autocomplete suggests and leaves people free. */
function requireChoice(
  value: string | number,
  option: { choices?: readonly { value: string | number }[] },
  path: Path,
): void {
  const { choices = [] } = option;
  if (choices.length === 0 || choices.some((choice) => choice.value === value)) return;
  throw invalid(path, 'BASE_TYPE_CHOICES', `Value must be one of {${choices.map((each) => each.value).join(', ')}}.`);
}

function invalid(path: Path, code: string, message: string): ApiError {
  return formError({ path, code, message });
}
