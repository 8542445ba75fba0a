import {
  ApplicationCommandType,
  InteractionType,
  ApplicationCommandOptionType as OptionType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { snowflake } from './fields.ts';

/** An option as a client sends it; subcommands hold the options below them. */
export interface SentOption {
  readonly type: OptionType;
  readonly name: string;
  readonly value?: string | number | boolean | undefined;
  readonly focused?: boolean | undefined;
  readonly options?: readonly SentOption[] | undefined;
}

const sentOption: z.ZodType<SentOption> = z.object({
  type: z.enum(OptionType),
  name: z.string(),
  value: z.union([z.string().max(6_000), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
  get options() {
    return z.array(sentOption).max(25).optional();
  },
});

const sentAttachment = z.object({ id: snowflake, filename: z.string().optional() });

const commandData = z.object({
  id: snowflake,
  name: z.string(),
  type: z.enum(ApplicationCommandType).default(ApplicationCommandType.ChatInput),
  version: snowflake.nullish(),
  guild_id: snowflake.nullish(),
  options: z.array(sentOption).max(25).default([]),
  attachments: z.array(sentAttachment).default([]),
  target_id: snowflake.nullish(),
});

export type CommandData = z.output<typeof commandData>;

const componentData = z.object({
  component_type: z.int(),
  custom_id: z.string(),
  values: z.array(z.string()).max(25).default([]),
});

const modalData = z.object({
  /** The interaction that opened the modal. */
  id: snowflake.nullish(),
  custom_id: z.string(),
  components: z.array(z.looseObject({ type: z.int() })).default([]),
  attachments: z.array(sentAttachment).default([]),
});

export type ModalData = z.output<typeof modalData>;

const where = {
  application_id: snowflake,
  guild_id: snowflake.nullish(),
  channel_id: snowflake,
  session_id: z.string().min(1),
  nonce: z.union([z.string(), z.number()]).transform(String).nullish(),
};

/** What Discord's own client posts when somebody presses, picks or submits something. */
export const interactionForm = z.discriminatedUnion('type', [
  z.object({ ...where, type: z.literal(InteractionType.ApplicationCommand), data: commandData }),
  z.object({ ...where, type: z.literal(InteractionType.ApplicationCommandAutocomplete), data: commandData }),
  z.object({
    ...where,
    type: z.literal(InteractionType.MessageComponent),
    message_id: snowflake,
    message_flags: z.int().nullish(),
    data: componentData,
  }),
  z.object({ ...where, type: z.literal(InteractionType.ModalSubmit), data: modalData }),
]);

export type InteractionForm = z.output<typeof interactionForm>;
