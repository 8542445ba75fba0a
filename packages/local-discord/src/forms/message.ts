import { AllowedMentionsTypes, MessageFlags, MessageReferenceType } from 'discord-api-types/v10';
import { z } from 'zod';
import { checkComponents } from './component-rules.ts';
import { componentsForm } from './components.ts';
import { MAX_CONTENT, MAX_CONTENT_WITH_NITRO } from './content-length.ts';
import { embedsForm } from './embed.ts';
import { queryFlag, snowflake, trimmed, url } from './fields.ts';
import { problem } from './parse.ts';
import { pollForm } from './poll.ts';

const content = (max: number) => z.union([z.string(), z.number()]).transform(String).pipe(z.string().trim().max(max));

const allowedMentions = z
  .object({
    parse: z.array(z.enum(AllowedMentionsTypes)).nullish(),
    users: z.array(snowflake).max(100).nullish(),
    roles: z.array(snowflake).max(100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .superRefine((form, ctx) => {
    for (const [type, list] of [
      [AllowedMentionsTypes.User, form.users],
      [AllowedMentionsTypes.Role, form.roles],
    ] as const) {
      if (form.parse?.includes(type) && list && list.length > 0) {
        ctx.addIssue(
          problem(
            'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
            `parse:["${type}"] and ${type}: [ids...] are mutually exclusive.`,
          ),
        );
      }
    }
  });

export type AllowedMentionsForm = z.output<typeof allowedMentions>;

/** Files are named by their place in the upload (`0`, `1`, …); files to keep by their id. */
const attachments = z
  .array(
    z.object({
      id: snowflake,
      filename: z.string().max(1_024).nullish(),
      title: z.string().max(1_024).nullish(),
      description: z.string().max(1_024).nullish(),
      duration_secs: z.number().min(0).max(1_200).nullish(),
      waveform: z.string().max(400).nullish(),
      is_spoiler: z.boolean().nullish(),
      uploaded_filename: z.string().nullish(),
    }),
  )
  .max(10);

export type AttachmentsForm = z.output<typeof attachments>;

const body = {
  content: content(MAX_CONTENT).nullish(),
  embeds: embedsForm.nullish(),
  allowed_mentions: allowedMentions.nullish(),
  components: componentsForm.nullish(),
  attachments: attachments.nullish(),
  flags: z.int().min(0).nullish(),
  tts: z.boolean().nullish(),
  poll: pollForm.nullish(),
};

type Body = z.output<z.ZodObject<typeof body>>;

/** What an account says itself; who of them may write how much is checked where it is known who it is. */
const ownBody = { ...body, content: content(MAX_CONTENT_WITH_NITRO).nullish() };

/** Rules between the fields of one message. */
function checkBody(form: Partial<Body>, ctx: z.RefinementCtx): void {
  const isV2 = ((form.flags ?? 0) & MessageFlags.IsComponentsV2) !== 0;
  const addIssue = (issue: ReturnType<typeof problem>) => ctx.addIssue(issue);
  if (form.components) checkComponents(form.components, isV2, addIssue);
  if (!isV2) return;
  for (const key of ['content', 'embeds', 'poll', 'sticker_ids'] as const) {
    const value = (form as Record<string, unknown>)[key];
    if (value && (!Array.isArray(value) || value.length > 0)) {
      addIssue(
        problem(
          'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
          `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
          [key],
        ),
      );
    }
  }
}

const reference = z.object({
  type: z.enum(MessageReferenceType).nullish(),
  message_id: snowflake.nullish(),
  channel_id: snowflake.nullish(),
  guild_id: snowflake.nullish(),
  fail_if_not_exists: z.boolean().nullish(),
});

export const createMessageForm = z
  .object({
    ...ownBody,
    nonce: z.union([z.string().max(25), z.int()]).nullish(),
    enforce_nonce: z.boolean().nullish(),
    message_reference: reference.nullish(),
    sticker_ids: z.array(snowflake).max(3).nullish(),
  })
  .superRefine(checkBody);

export type CreateMessageForm = z.output<typeof createMessageForm>;

/** In an edit, absent leaves a field alone and null empties it. */
export const editMessageForm = z.object(body).superRefine(checkBody);

export const editOwnMessageForm = z.object(ownBody).superRefine(checkBody);

export type EditMessageForm = z.output<typeof editMessageForm>;

const forbiddenParts = ['clyde', 'discord'];
const forbiddenWhole = ['everyone', 'here'];

/** Names a webhook cannot have. Source: Discord documentation, "Create Webhook". */
export const webhookName = trimmed(1, 80).superRefine((name, ctx) => {
  const lower = name.toLowerCase();
  for (const part of forbiddenParts) {
    if (lower.includes(part)) {
      ctx.addIssue(problem('USERNAME_INVALID_CONTAINS', `Username cannot contain "${part}"`));
    }
  }
  if (forbiddenWhole.includes(lower)) ctx.addIssue(problem('USERNAME_INVALID', `Username cannot be "${lower}"`));
});

export const executeWebhookForm = z
  .object({
    ...body,
    username: webhookName.nullish(),
    avatar_url: url(2_048).or(z.literal('')).nullish(),
    thread_name: trimmed(1, 100).nullish(),
    applied_tags: z.array(snowflake).max(5).nullish(),
  })
  .superRefine(checkBody);

export type ExecuteWebhookForm = z.output<typeof executeWebhookForm>;

/** An answer to an interaction; the name and picture of a webhook are not its to choose. */
export const answerForm = z.object(body).superRefine(checkBody);

export type AnswerForm = z.output<typeof answerForm>;

/** What a forum post (first message of a post) may carry. */
export const postMessageForm = z
  .object({ ...ownBody, sticker_ids: z.array(snowflake).max(3).nullish() })
  .superRefine(checkBody);

export const historyQuery = z.object({
  before: snowflake.optional(),
  after: snowflake.optional(),
  around: snowflake.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const executeWebhookQuery = z.object({
  wait: queryFlag.optional(),
  thread_id: snowflake.optional(),
  with_components: queryFlag.optional(),
});
