import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  ApplicationCommandOptionType as OptionType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { optional, permissionBits, snowflake, withDefault } from './fields.ts';
import { problem } from './parse.ts';

/** Lower-case words in any script. Source: Discord documentation, "Application Command Naming". */
const chatName = z
  .string()
  .min(1)
  .max(32)
  .superRefine((name, ctx) => {
    const fits = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u.test(name) && name.toLowerCase() === name;
    if (!fits) ctx.addIssue(problem('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid'));
  });

const localizations = z.record(z.string(), z.string().nullable()).nullish();

const choice = z.object({
  name: z.string().min(1).max(100),
  name_localizations: localizations,
  value: z.union([z.string().max(100), z.number()]),
});

const valueOption = z
  .object({
    type: z.literal([
      OptionType.String,
      OptionType.Integer,
      OptionType.Boolean,
      OptionType.User,
      OptionType.Channel,
      OptionType.Role,
      OptionType.Mentionable,
      OptionType.Number,
      OptionType.Attachment,
    ]),
    name: chatName,
    name_localizations: localizations,
    description: z.string().min(1).max(100),
    description_localizations: localizations,
    required: optional(z.boolean()),
    choices: optional(z.array(choice).max(25)),
    autocomplete: optional(z.boolean()),
    channel_types: optional(z.array(z.int())),
    min_value: optional(z.number()),
    max_value: optional(z.number()),
    min_length: optional(z.int().min(0).max(6_000)),
    max_length: optional(z.int().min(1).max(6_000)),
  })
  .superRefine((option, ctx) => {
    if (option.autocomplete && (option.choices?.length ?? 0) > 0) {
      ctx.addIssue(
        problem('APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE', 'Autocomplete options cannot have choices.', [
          'choices',
        ]),
      );
    }
    for (const [index, { value }] of (option.choices ?? []).entries()) {
      const wanted = option.type === OptionType.String ? 'string' : 'number';
      if (typeof value !== wanted) {
        ctx.addIssue(
          problem('APPLICATION_COMMAND_OPTIONS_CHOICE_TYPE', `Value must be a ${wanted}.`, ['choices', index, 'value']),
        );
      }
    }
  });

const hasChildren: ReadonlySet<OptionType> = new Set([OptionType.Subcommand, OptionType.SubcommandGroup]);

const subcommand = withOptionRules(
  z.object({
    type: z.literal(OptionType.Subcommand),
    name: chatName,
    name_localizations: localizations,
    description: z.string().min(1).max(100),
    description_localizations: localizations,
    options: optional(z.array(valueOption).max(25)),
  }),
);

const subcommandGroup = z.object({
  type: z.literal(OptionType.SubcommandGroup),
  name: chatName,
  name_localizations: localizations,
  description: z.string().min(1).max(100),
  description_localizations: localizations,
  options: optional(z.array(subcommand).max(25)),
});

const option = z.discriminatedUnion('type', [subcommand, subcommandGroup, valueOption]);

/** The parts of an option that rules between options look at. */
interface OptionLike {
  readonly type: OptionType;
  readonly name: string;
  readonly required?: boolean | undefined;
}

function withOptionRules<Shape extends z.ZodType<{ options?: readonly OptionLike[] | undefined }>>(
  shape: Shape,
): Shape {
  return shape.superRefine(({ options = [] }, ctx) => {
    const seen = new Set<string>();
    let sawOptional = false;
    for (const [index, { name, required, type }] of options.entries()) {
      if (seen.has(name)) {
        ctx.addIssue(
          problem('APPLICATION_COMMAND_OPTIONS_NAME_INVALID', 'Option name already exists', ['options', index, 'name']),
        );
      }
      seen.add(name);
      if (hasChildren.has(type)) continue;
      if (required && sawOptional) {
        ctx.addIssue(
          problem(
            'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
            'Required options must be placed before non-required options',
            ['options', index],
          ),
        );
      }
      sawOptional ||= !required;
    }
    const kinds = new Set(options.map(({ type }) => hasChildren.has(type)));
    if (kinds.size > 1) {
      ctx.addIssue(
        problem('APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands and other options cannot be mixed', [
          'options',
        ]),
      );
    }
  });
}

const shared = {
  name_localizations: localizations,
  description_localizations: localizations,
  default_member_permissions: permissionBits.nullish(),
  dm_permission: z.boolean().nullish(),
  contexts: z.array(z.enum(InteractionContextType)).nullish(),
  integration_types: z.array(z.enum(ApplicationIntegrationType)).nullish(),
  nsfw: z.boolean().nullish(),
};

/** All names, descriptions and choice values of one command together. */
const MAX_COMMAND_CHARACTERS = 8_000;

export const commandForm = withOptionRules(
  z.object({
    ...shared,
    id: snowflake.nullish(),
    type: withDefault(z.enum(ApplicationCommandType), ApplicationCommandType.ChatInput),
    name: z.string().min(1).max(32),
    description: withDefault(z.string().max(100), ''),
    options: optional(z.array(option).max(25)),
  }),
).superRefine((command, ctx) => {
  if (command.type === ApplicationCommandType.ChatInput) {
    const name = chatName.safeParse(command.name);
    if (!name.success) ctx.addIssue(problem('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid', ['name']));
    if (command.description === '') {
      ctx.addIssue(problem('BASE_TYPE_REQUIRED', 'This field is required', ['description']));
    }
  } else {
    if (command.description !== '') {
      ctx.addIssue(
        problem('APPLICATION_COMMAND_DESCRIPTION_FORBIDDEN', 'Context menu commands cannot have description', [
          'description',
        ]),
      );
    }
    if ((command.options?.length ?? 0) > 0) {
      ctx.addIssue(
        problem('APPLICATION_COMMAND_OPTIONS_FORBIDDEN', 'Context menu commands cannot have options', ['options']),
      );
    }
  }
  if (countCharacters(command) > MAX_COMMAND_CHARACTERS) {
    ctx.addIssue(problem('APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_COMMAND_CHARACTERS})`));
  }
});

export type CommandForm = z.output<typeof commandForm>;

/** An edit changes what it names and leaves the rest. */
export const editCommandForm = z.object({
  ...shared,
  name: optional(z.string().min(1).max(32)),
  description: optional(z.string().max(100)),
  options: optional(z.array(option).max(25)),
});

function countCharacters(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, each) => sum + countCharacters(each), 0);
  if (typeof node !== 'object' || node === null) return 0;
  const { name, description, value, options, choices } = node as Record<string, unknown>;
  const own = [name, description, value].reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? text.length : 0),
    0,
  );
  return own + countCharacters(options) + countCharacters(choices);
}
