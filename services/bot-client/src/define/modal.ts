import type { CustomId } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';

/** A text input of a modal takes no more. Source: Discord documentation, "Text Input". */
const MAX_INPUT_LENGTH = 4_000;
const SECRET_SUFFIX = ':secret';

/** One field of a modal. Its value is a text; a choice that was not made is ''. */
export interface Input {
  readonly label: string;
  /** One line under the label, at most 100 characters. */
  readonly hint?: string;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  readonly field:
    | { kind: 'short' | 'long'; maxLength: number; placeholder?: string }
    | { kind: 'choice'; choices: Readonly<Record<string, string>> };
}

export type Inputs = Readonly<Record<string, Input>>;
export type InputValues<I extends Inputs> = { [Name in keyof I]: string };

interface TextSettings {
  hint?: string;
  placeholder?: string;
  maxLength?: number;
  isRequired?: boolean;
}

export const input = {
  short: (label: string, settings: TextSettings = {}): Input => textInput('short', label, settings),
  long: (label: string, settings: TextSettings = {}): Input => textInput('long', label, settings),
  /** Never shown again, never kept, and hidden from records by the end of its custom id. */
  secret: (label: string, settings: TextSettings = {}): Input => ({
    ...textInput('short', label, { ...settings, isRequired: true }),
    isSecret: true,
  }),
  /** One of a list, as `{ value: label }`, or none of them unless it is required. */
  choice: (
    label: string,
    choices: Readonly<Record<string, string>>,
    { hint, isRequired = false }: Pick<TextSettings, 'hint' | 'isRequired'> = {},
  ): Input => ({
    label,
    ...(hint !== undefined && { hint }),
    isRequired,
    isSecret: false,
    field: { kind: 'choice', choices },
  }),
};

function textInput(kind: 'short' | 'long', label: string, settings: TextSettings): Input {
  return {
    label,
    ...(settings.hint !== undefined && { hint: settings.hint }),
    isRequired: settings.isRequired ?? false,
    isSecret: false,
    field: {
      kind,
      maxLength: Math.min(settings.maxLength ?? MAX_INPUT_LENGTH, MAX_INPUT_LENGTH),
      ...(settings.placeholder !== undefined && { placeholder: settings.placeholder }),
    },
  };
}

/** The longest text that an input can be filled with. */
export function maxLengthOf(each: Input | undefined): number {
  return each === undefined || each.field.kind === 'choice' ? MAX_INPUT_LENGTH : each.field.maxLength;
}

/** A form that a person fills: at most five inputs. What they enter arrives under `id`. */
export interface Modal<State = unknown, I extends Inputs = Inputs> {
  readonly id: CustomId<State>;
  readonly title: string;
  readonly inputs: I;
}

export function defineModal<State, const I extends Inputs>(modal: Modal<State, I>): Modal<State, I> {
  return modal;
}

/** The modal as Discord shows it, with some of its inputs filled or explained. */
export function renderModal<State, I extends Inputs>(
  modal: Modal<State, I>,
  state: State,
  filled: Partial<Record<keyof I, string>> = {},
  hints: Partial<Record<keyof I, string>> = {},
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: modal.id.encode(state),
    title: modal.title,
    components: Object.entries<Input>(modal.inputs).map(([name, each]) => {
      const hint = hints[name] ?? each.hint;
      return {
        type: ComponentType.Label,
        label: each.label,
        ...(hint !== undefined && { description: hint }),
        component: renderInput(name, each, each.isSecret ? '' : (filled[name] ?? '')),
      };
    }),
  };
}

function renderInput(
  name: string,
  { field, isRequired, isSecret }: Input,
  value: string,
): APILabelComponent['component'] {
  if (field.kind === 'choice') {
    return {
      type: ComponentType.StringSelect,
      custom_id: name,
      required: isRequired,
      min_values: isRequired ? 1 : 0,
      max_values: 1,
      options: Object.entries(field.choices).map(([choice, label]) => ({
        value: choice,
        label,
        ...(choice === value && { default: true }),
      })),
    };
  }
  return {
    type: ComponentType.TextInput,
    custom_id: isSecret ? `${name}${SECRET_SUFFIX}` : name,
    style: field.kind === 'short' ? TextInputStyle.Short : TextInputStyle.Paragraph,
    required: isRequired,
    max_length: field.maxLength,
    ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
    ...(value !== '' && { value }),
  };
}

/**
 * What somebody entered.
 * @throws AppError when the form was opened before an update changed its inputs
 */
export function readModal<I extends Inputs>(modal: { inputs: I }, interaction: ModalSubmitInteraction): InputValues<I> {
  const values: Partial<Record<keyof I, string>> = {};
  for (const name in modal.inputs) {
    const value = readInput(interaction, name, modal.inputs[name]);
    if (value === null) {
      throw new AppError('gone', `the form lacks ${name}`, {
        reason: 'form-outdated',
      });
    }
    values[name] = value;
  }
  return values as InputValues<I>;
}

/** What was entered into those inputs that are no secret and are there. */
export function readOpenValues(inputs: Inputs, interaction: ModalSubmitInteraction): Record<string, string> {
  const entries = Object.entries(inputs).flatMap(([name, each]) => {
    const value = each.isSecret ? null : readInput(interaction, name, each);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function readInput(interaction: ModalSubmitInteraction, name: string, each: Input | undefined): string | null {
  const entered = interaction.fields.fields.get(each?.isSecret === true ? `${name}${SECRET_SUFFIX}` : name);
  if (entered?.type === ComponentType.TextInput) return entered.value;
  if (entered?.type === ComponentType.StringSelect) return entered.values[0] ?? '';
  return null;
}
