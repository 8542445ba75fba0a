import { OptionType } from '../discord/constants.ts';
import type { Upload } from '../discord/rest.ts';
import type { CommandOption } from '../discord/types.ts';
import type { SlashCommand } from './find-commands.ts';

/** What a person has filled in for one option. `value` is set once something was chosen from a list. */
export interface OptionEntry {
  text: string;
  value?: string | number | boolean;
  file?: Upload;
}

/** A slash command being filled in. */
export interface CommandDraft {
  command: SlashCommand;
  /** Names of the options that have a field, in order: the required ones, and the others once added. */
  shown: readonly string[];
  entries: Readonly<Record<string, OptionEntry>>;
}

export const startDraft = (command: SlashCommand): CommandDraft => ({
  command,
  shown: command.options.filter((option) => option.required === true).map((option) => option.name),
  entries: {},
});

export const showOption = (draft: CommandDraft, name: string): CommandDraft =>
  draft.shown.includes(name) ? draft : { ...draft, shown: [...draft.shown, name] };

export const hideOption = (draft: CommandDraft, name: string): CommandDraft => {
  const { [name]: _removed, ...entries } = draft.entries;
  return { ...draft, shown: draft.shown.filter((shown) => shown !== name), entries };
};

export const fillOption = (draft: CommandDraft, name: string, entry: OptionEntry): CommandDraft => ({
  ...draft,
  entries: { ...draft.entries, [name]: entry },
});

const PICKED_TYPES: ReadonlySet<number> = new Set([
  OptionType.boolean,
  OptionType.user,
  OptionType.channel,
  OptionType.role,
  OptionType.mentionable,
]);

/** Options whose value must come from a list: choices, people, channels, roles, true and false. */
export const isPicked = (option: CommandOption): boolean =>
  PICKED_TYPES.has(option.type) || (option.choices?.length ?? 0) > 0;

const isBlank = (entry: OptionEntry | undefined): boolean =>
  entry === undefined || (entry.value === undefined && entry.file === undefined && entry.text.trim() === '');

const numberProblem = (option: CommandOption, text: string): string | null => {
  const value = Number(text.trim());
  if (!Number.isFinite(value)) return 'Enter a number.';
  if (option.type === OptionType.integer && !Number.isSafeInteger(value)) return 'Enter a whole number.';
  if (option.min_value !== undefined && value < option.min_value) return `Enter ${option.min_value} or more.`;
  if (option.max_value !== undefined && value > option.max_value) return `Enter ${option.max_value} or less.`;
  return null;
};

/** What is wrong with one option, in a sentence, or null. */
export const optionProblem = (option: CommandOption, entry: OptionEntry | undefined): string | null => {
  if (entry === undefined || isBlank(entry)) return option.required === true ? 'This option is required.' : null;
  if (option.type === OptionType.attachment) return entry.file === undefined ? 'Choose a file.' : null;
  if (isPicked(option)) return entry.value === undefined ? 'Choose one from the list.' : null;
  if (option.type === OptionType.integer || option.type === OptionType.number) {
    return entry.value === undefined ? numberProblem(option, entry.text) : null;
  }
  const { length } = String(entry.value ?? entry.text);
  if (option.min_length !== undefined && length < option.min_length)
    return `Write at least ${option.min_length} characters.`;
  const longest = Math.min(option.max_length ?? 6_000, 6_000);
  return length > longest ? `Write at most ${longest} characters.` : null;
};

/** The first option that is not ready to be sent, with what is wrong. */
export const firstProblem = (draft: CommandDraft): { name: string; problem: string } | null => {
  for (const option of draft.command.options) {
    const problem = optionProblem(option, draft.entries[option.name]);
    if (problem !== null) return { name: option.name, problem };
  }
  return null;
};

export interface SentOption {
  type: number;
  name: string;
  value?: string | number | boolean;
  focused?: boolean;
  options?: readonly SentOption[];
}

const sentValue = (option: CommandOption, entry: OptionEntry): string | number | boolean => {
  if (entry.value !== undefined) return entry.value;
  if (option.type === OptionType.integer || option.type === OptionType.number) {
    const value = Number(entry.text.trim());
    return entry.text.trim() !== '' && Number.isFinite(value) ? value : entry.text;
  }
  return entry.text;
};

const nest = (draft: CommandDraft, options: readonly SentOption[]): readonly SentOption[] => {
  const names = draft.command.path.toReversed();
  return names.reduce<readonly SentOption[]>(
    (inner, name, index) => [
      { type: index === 0 ? OptionType.subcommand : OptionType.subcommandGroup, name, options: inner },
    ],
    options,
  );
};

/** The data of POST /interactions for this draft, and the files that its attachment options name by their index. */
export const toInteractionData = (
  draft: CommandDraft,
  focused?: string,
): { data: Record<string, unknown>; files: readonly Upload[] } => {
  const files: Upload[] = [];
  const options: SentOption[] = [];
  for (const option of draft.command.options) {
    const entry = draft.entries[option.name];
    if (option.name === focused) {
      options.push({ type: option.type, name: option.name, value: entry?.text ?? '', focused: true });
    } else if (entry !== undefined && !isBlank(entry)) {
      if (entry.file !== undefined) files.push(entry.file);
      const value = entry.file === undefined ? sentValue(option, entry) : String(files.length - 1);
      options.push({ type: option.type, name: option.name, value });
    }
  }
  const { command } = draft.command;
  return {
    data: {
      id: command.id,
      name: command.name,
      type: 1,
      ...(command.version === undefined ? {} : { version: command.version }),
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
      options: nest(draft, options),
      attachments: files.map((file, index) => ({ id: String(index), filename: file.name })),
    },
    files: focused === undefined ? files : [],
  };
};

/** The draft as it stands above the answer: `/character create name:Lilith`. */
export const draftLabel = (draft: CommandDraft): string => `/${draft.command.fullName}`;
