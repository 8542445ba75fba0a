import { z } from 'zod';
import { VendorFailure } from './vendor-failure.ts';

const ContentPart = z.looseObject({ type: z.string(), text: z.string().optional() });

const ChatMessage = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(ContentPart)]).nullish(),
});

const ResponseFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ name: z.string(), schema: z.record(z.string(), z.unknown()).optional() }),
  }),
]);

const FunctionTool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({ name: z.string(), parameters: z.record(z.string(), z.unknown()).optional() }),
});

/** What local models read of a chat request. Everything else a vendor may know is accepted and does nothing. */
const ChatRequest = z.looseObject({
  model: z.string().min(1),
  messages: z.array(ChatMessage).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  n: z.literal(1, 'Local models give one choice: leave n out or set it to 1.').nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  response_format: ResponseFormat.nullish(),
  tools: z.array(FunctionTool).nullish(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: z.string() }) }),
    ])
    .nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;
export type ChatMessage = z.infer<typeof ChatMessage>;

/** @throws VendorFailure 400 naming the first field that does not fit */
export function parseChatRequest(body: unknown): ChatRequest {
  return parseOrRefuse(ChatRequest, body);
}

/** @throws VendorFailure 400 naming the first field that does not fit */
export function parseOrRefuse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const param = issue?.path.join('.') || null;
  throw new VendorFailure(
    400,
    `Invalid value${param ? ` for '${param}'` : ''}: ${issue?.message ?? 'not understood'}`,
    {
      param,
    },
  );
}

/** The text parts of a message, a line break between them; pictures, audio and files are left out. */
export function readText(message: ChatMessage): string {
  if (typeof message.content === 'string') return message.content;
  return (message.content ?? []).flatMap((part) => (part.text === undefined ? [] : [part.text])).join('\n');
}

/** The last text part of a message: dialects whose roles alternate carry several messages of one side as the parts of one. */
export function readLastText({ content }: ChatMessage): string {
  if (typeof content === 'string') return content;
  return (content ?? []).findLast((part) => part.text !== undefined)?.text ?? '';
}

/** How many parts of the message are not text. */
export function countAttachments(message: ChatMessage): number {
  if (typeof message.content === 'string') return 0;
  return (message.content ?? []).filter((part) => part.text === undefined).length;
}
