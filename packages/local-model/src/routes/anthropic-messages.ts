import { z } from 'zod';
import { parseChatRequest, parseOrRefuse } from '../chat-request.ts';
import { countTokens } from '../count-tokens.ts';
import { renderPrompt } from '../render-prompt.ts';
import { answerChat } from './chat-completions.ts';
import type { Route } from './route.ts';

const CacheMark = z.strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() });
const TextBlock = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1, 'text content blocks must be non-empty'),
  cache_control: CacheMark.optional(),
});
const ImageBlock = z.strictObject({
  type: z.literal('image'),
  source: z.looseObject({ type: z.enum(['base64', 'url']) }),
  cache_control: CacheMark.optional(),
});
const Block = z.discriminatedUnion('type', [TextBlock, ImageBlock]);

/** Closed, because the real one refuses what it does not know. Source: Anthropic API reference, "Create a Message". */
const MessagesRequest = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().min(1),
  messages: z
    .array(
      z.strictObject({
        role: z.enum(['user', 'assistant']),
        content: z.union([z.string().min(1), z.array(Block).min(1)]),
      }),
    )
    .min(1)
    .refine(([first]) => first?.role === 'user', 'first message must use the "user" role'),
  system: z.union([z.string(), z.array(TextBlock)]).optional(),
  stream: z.boolean().optional(),
  stop_sequences: z.array(z.string().regex(/\S/, 'each stop sequence must contain non-whitespace')).optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
  thinking: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('disabled') }),
      z.strictObject({ type: z.literal('adaptive'), display: z.enum(['summarized', 'omitted']).optional() }),
      z.strictObject({ type: z.literal('enabled'), budget_tokens: z.int().min(1_024) }),
    ])
    .optional(),
  output_config: z.strictObject({ effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).optional() }).optional(),
});

const MAX_CACHE_MARKS = 4;

/** Anthropic's one way to talk. */
export const anthropicMessages: Route = {
  method: 'POST',
  path: /^\/messages$/,
  vendors: ['anthropic'],

  async handle(call) {
    const body = parseOrRefuse(
      MessagesRequest.refine(
        ({ thinking, max_tokens: maxTokens }) => thinking?.type !== 'enabled' || thinking.budget_tokens < maxTokens,
        'max_tokens must be greater than thinking.budget_tokens',
      ).refine((request) => countMarks(request) <= MAX_CACHE_MARKS, 'a maximum of 4 blocks with cache_control'),
      call.body,
    );
    const messages = [
      ...(body.system === undefined ? [] : [{ role: 'system' as const, content: body.system }]),
      ...body.messages,
    ];
    const request = parseChatRequest({
      model: body.model,
      max_tokens: body.max_tokens,
      messages,
      ...(body.stop_sequences !== undefined && { stop: body.stop_sequences }),
    });
    await answerChat(call, request, {
      isStreamed: body.stream ?? false,
      includeUsage: true,
      maxCachedTokens: countMarked(body.model, messages),
    });
  },
};

type Marked = { role: 'system' | 'user' | 'assistant'; content: string | z.infer<typeof Block>[] };

function countMarks({ system, messages }: z.infer<typeof MessagesRequest>): number {
  const blocks = [system, ...messages.map(({ content }) => content)].flatMap((content) =>
    typeof content === 'string' || content === undefined ? [] : content,
  );
  return blocks.filter((block) => block.cache_control !== undefined).length;
}

/** Tokens up to the last mark: what is behind it never comes from the cache. */
function countMarked(model: string, messages: readonly Marked[]): number {
  const last = messages.findLastIndex(
    ({ content }) => typeof content !== 'string' && content.some((block) => block.cache_control !== undefined),
  );
  return last < 0 ? 0 : countTokens(renderPrompt(parseChatRequest({ model, messages: messages.slice(0, last + 1) })));
}
