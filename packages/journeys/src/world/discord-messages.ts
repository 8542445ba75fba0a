import { z } from 'zod';

/** A message as people's clients get it, as far as journeys look at it. */
export const DiscordMessage = z.object({
  id: z.string(),
  channel_id: z.string(),
  type: z.number(),
  content: z.string(),
  author: z.object({ id: z.string(), username: z.string(), avatar: z.string().nullish(), bot: z.boolean().optional() }),
  flags: z.number().optional(),
  webhook_id: z.string().optional(),
  application_id: z.string().nullish(),
  components: z.array(z.unknown()).optional(),
  attachments: z.array(z.object({ filename: z.string() })).optional(),
  message_reference: z.object({ message_id: z.string().optional() }).nullish(),
  interaction_metadata: z.object({ id: z.string() }).nullish(),
});
export type DiscordMessage = z.infer<typeof DiscordMessage>;

/** A form that an application has opened for a person. */
export const DiscordModal = z.object({
  id: z.string(),
  custom_id: z.string(),
  title: z.string(),
  channel_id: z.string(),
  nonce: z.string().optional(),
  application: z.object({ id: z.string() }),
  components: z.array(z.unknown()),
});
export type DiscordModal = z.infer<typeof DiscordModal>;

const LOADING_FLAG = 128;

/** Still "… is thinking". */
export function isLoading({ flags = 0 }: DiscordMessage): boolean {
  return (flags & LOADING_FLAG) !== 0;
}

/** Whose words these are: the name that a webhook speaks under, else the one that the bot puts in front, else the account's. */
export function speakerOf({ author, webhook_id: webhookId, content }: DiscordMessage): string {
  const named = webhookId === undefined && author.bot === true ? /^\*\*([^*\n]+):\*\*\s/.exec(content) : null;
  return named?.[1] ?? author.username;
}

/** All that there is to read: the content, and the texts of cards. */
export function readText(message: DiscordMessage): string {
  const texts = allComponents(message.components).flatMap(({ type, content }) =>
    type === 10 && typeof content === 'string' ? [content] : [],
  );
  return [message.content, ...texts].filter((text) => text !== '').join('\n');
}

export interface Component {
  readonly type: number;
  readonly [key: string]: unknown;
}

/** Every component of a message or form, however deep it lies. */
export function allComponents(components: readonly unknown[] = []): Component[] {
  return components.filter(isComponent).flatMap((component) => {
    const { components: inner, component: labelled, accessory } = component;
    const children = [...(Array.isArray(inner) ? inner : []), labelled, accessory];
    return [component, ...allComponents(children)];
  });
}

function isComponent(value: unknown): value is Component {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'number';
}
