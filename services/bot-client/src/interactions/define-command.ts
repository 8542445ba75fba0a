import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { BotContext } from '../context.ts';
import type { Call, CallFacts } from './call.ts';
import type { ComponentHandler } from './component-handler.ts';
import type { OptionList, OptionValues, PlainOptionList } from './option.ts';

/** A subcommand that answers: acknowledged before `run`, privately or for everybody in the channel. */
export interface AnsweringSubcommand<Options extends OptionList = OptionList> {
  readonly description: string;
  readonly options: Options;
  readonly reply: 'private' | 'public';
  run(call: Call & { options: OptionValues<Options> }, ctx: BotContext): Promise<void>;
}

/** A subcommand that opens a modal. The modal is the acknowledgement, so nothing can be looked up for it. */
export interface OpeningSubcommand<Options extends PlainOptionList = PlainOptionList> {
  readonly description: string;
  readonly options: Options;
  readonly reply: 'modal';
  modal(call: CallFacts & { options: OptionValues<Options> }): APIModalInteractionResponseCallbackData;
}

export type Subcommand = AnsweringSubcommand | OpeningSubcommand;

/** `/me profile …`: subcommands under a common word. */
export interface SubcommandGroup {
  readonly description: string;
  readonly subcommands: Readonly<Record<string, Subcommand>>;
}

/** `staff` may manage messages in the server; `operator` runs the bot. */
export type Access = 'everyone' | 'staff' | 'operator';

export interface Command {
  readonly name: string;
  readonly description: string;
  readonly access: Access;
  /** Subcommands and groups by name; or one action, for a command without them. */
  readonly action: Subcommand | Readonly<Record<string, Subcommand | SubcommandGroup>>;
  /** What the command's buttons, selects and modals do. */
  readonly components: readonly ComponentHandler[];
}

interface CommandDefinition {
  name: string;
  description: string;
  access?: Access;
  components?: readonly ComponentHandler[];
}

export function defineCommand(
  definition: CommandDefinition &
    ({ subcommands: Readonly<Record<string, Subcommand | SubcommandGroup>> } | { run: Subcommand }),
): Command {
  return {
    name: definition.name,
    description: definition.description,
    access: definition.access ?? 'everyone',
    action: 'run' in definition ? definition.run : definition.subcommands,
    components: definition.components ?? [],
  };
}

export function defineSubcommand<const Options extends OptionList>(
  subcommand: AnsweringSubcommand<Options>,
): AnsweringSubcommand<Options>;
export function defineSubcommand<const Options extends PlainOptionList>(
  subcommand: OpeningSubcommand<Options>,
): OpeningSubcommand<Options>;
export function defineSubcommand(subcommand: Subcommand): Subcommand {
  return subcommand;
}

export function isSubcommand(action: Command['action'] | SubcommandGroup): action is Subcommand {
  return 'reply' in action && typeof action.reply === 'string';
}

/** Every subcommand of a command with its words, such as `me profile create`. */
export function listSubcommands(command: Command): { path: string[]; subcommand: Subcommand }[] {
  if (isSubcommand(command.action)) return [{ path: [command.name], subcommand: command.action }];
  return Object.entries(command.action).flatMap(([name, entry]) => {
    if (isSubcommand(entry)) return [{ path: [command.name, name], subcommand: entry }];
    return Object.entries(entry.subcommands).map(([inner, subcommand]) => ({
      path: [command.name, name, inner],
      subcommand,
    }));
  });
}
