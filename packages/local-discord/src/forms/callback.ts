import { InteractionResponseType } from 'discord-api-types/v10';
import { z } from 'zod';
import { modalForm } from './components.ts';
import { answerForm, editMessageForm } from './message.ts';

const choice = z.object({
  name: z.string().min(1).max(100),
  name_localizations: z.record(z.string(), z.string().nullable()).nullish(),
  value: z.union([z.string().max(100), z.number()]),
});

/** What an application may answer to an interaction. Source: Discord documentation, "Interaction Response Object". */
export const callbackForm = z.discriminatedUnion('type', [
  z.object({ type: z.literal(InteractionResponseType.Pong) }),
  z.object({ type: z.literal(InteractionResponseType.ChannelMessageWithSource), data: answerForm }),
  z.object({
    type: z.literal(InteractionResponseType.DeferredChannelMessageWithSource),
    data: z.object({ flags: z.int().min(0).nullish() }).nullish(),
  }),
  z.object({ type: z.literal(InteractionResponseType.DeferredMessageUpdate) }),
  z.object({ type: z.literal(InteractionResponseType.UpdateMessage), data: editMessageForm.nullish() }),
  z.object({
    type: z.literal(InteractionResponseType.ApplicationCommandAutocompleteResult),
    data: z.object({ choices: z.array(choice).max(25) }),
  }),
  z.object({ type: z.literal(InteractionResponseType.Modal), data: modalForm }),
]);

export type CallbackForm = z.output<typeof callbackForm>;
