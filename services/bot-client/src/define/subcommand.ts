import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { BotContext } from '../context.ts';
import type { Call, CallFacts } from './call.ts';
import type { OptionList, OptionValues, PlainOptionList } from './option.ts';

/** A subcommand that answers: acknowledged before `run`, privately or for everybody in the channel. */
export interface AnsweringSubcommand<Options extends OptionList = OptionList> {
  readonly description: string;
  readonly options: Options;
  readonly reply: 'private' | 'public';
  run(call: Call & { options: OptionValues<Options> }, ctx: BotContext): Promise<void>;
}

/** A subcommand that opens a modal. The modal is the acknowledgement, so nothing can be waited for. */
export interface OpeningSubcommand<Options extends PlainOptionList = PlainOptionList> {
  readonly description: string;
  readonly options: Options;
  readonly reply: 'modal';
  modal(call: CallFacts & { options: OptionValues<Options> }, ctx: BotContext): APIModalInteractionResponseCallbackData;
}

export type Subcommand = AnsweringSubcommand | OpeningSubcommand;

/** `/me profile …`: subcommands under a common word. */
export interface SubcommandGroup {
  readonly description: string;
  readonly subcommands: Readonly<Record<string, Subcommand>>;
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
