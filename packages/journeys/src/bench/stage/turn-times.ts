import { z } from 'zod';
import { firstMark, lastMark } from '../people/marks.ts';
import type { DiscordLogEntry } from './operator.ts';
import type { Contestant } from './stage.ts';

/** When a turn passed the places where its time is not ours, in milliseconds since the epoch. */
export interface TurnTimes {
  /** The local Discord sent the event of the message. */
  eventAtMs: number;
  /** The local model received the request. */
  askedAtMs: number;
  /** The last byte of the answer left the local model. */
  answeredAtMs: number;
  /** What the model took to make a vector of the question, where there was one to make. */
  embeddingMs: number;
  /** The local Discord received the call that says the reply. */
  saidAtMs: number;
}

/** Our time up to the model's request for words, and from its answer on. */
export function addedMs({ eventAtMs, askedAtMs, answeredAtMs, saidAtMs, embeddingMs }: TurnTimes): {
  before: number;
  after: number;
  both: number;
} {
  const before = askedAtMs - eventAtMs - embeddingMs;
  const after = saidAtMs - answeredAtMs;
  return { before, after, both: before + after };
}

/** An event that brings somebody's message. */
const MessageEvent = z.object({
  kind: z.literal('event'),
  name: z.literal('MESSAGE_CREATE'),
  to: z.literal('Tzurot'),
  atMs: z.number(),
  data: z.object({ content: z.string(), webhook_id: z.undefined().optional() }),
});
/** A call that says something as a character. */
export const WebhookCall = z.object({
  kind: z.literal('request'),
  by: z.literal('webhook'),
  method: z.literal('POST'),
  /** When the answer had been written. */
  atMs: z.number(),
  tookMs: z.number(),
  body: z.object({ content: z.string() }),
});
const ModelLog = z.object({
  lastId: z.number(),
  entries: z.array(
    z.object({
      id: z.number(),
      path: z.string(),
      body: z.unknown(),
      receivedAtMs: z.number(),
      firstByteAtMs: z.number().nullable(),
      lastByteAtMs: z.number().nullable(),
    }),
  ),
});
const Prompt = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });
const Question = z.object({ input: z.array(z.string()).length(1) });

/** A request for words. */
export interface ModelRequest {
  messages: z.infer<typeof Prompt>['messages'];
  receivedAtMs: number;
  firstByteAtMs: number | null;
  lastByteAtMs: number | null;
}

/** The requests for words that the model saw after one with this id. */
export async function readPrompts(modelUrl: string, after: number): Promise<ModelRequest[]> {
  return toPrompts(await readModelLog(modelUrl, after));
}

type ModelLogEntry = z.infer<typeof ModelLog>['entries'][number];

function toPrompts(entries: readonly ModelLogEntry[]): ModelRequest[] {
  return entries.flatMap(({ path, body, ...times }) => {
    const prompt = path.endsWith('/chat/completions') ? Prompt.safeParse(body) : null;
    return prompt?.success === true ? [{ ...prompt.data, ...times }] : [];
  });
}

/** How long the model took for the vector of each question, by the mark in it. */
function toEmbeddingTimes(entries: readonly ModelLogEntry[]): Map<string, number> {
  const times = new Map<string, number>();
  /** What is embedded after the answer is no question any more. */
  const answered = new Set<string>();
  for (const { path, body, receivedAtMs, lastByteAtMs } of entries) {
    const question = path.endsWith('/embeddings') ? Question.safeParse(body) : null;
    const mark = firstMark(question?.data?.input[0] ?? '');
    if (mark !== undefined && lastByteAtMs !== null && !answered.has(mark))
      times.set(mark, lastByteAtMs - receivedAtMs);
    const prompted = markOf(body);
    if (prompted !== undefined) answered.add(prompted);
  }
  return times;
}

/** A prompt quotes earlier messages before the one that it answers. */
function markOf(body: unknown): string | undefined {
  const prompt = Prompt.safeParse(body);
  return lastMark(prompt.data?.messages.findLast(({ role }) => role === 'user')?.content ?? '');
}

/** What the stages start the model with. */
export const MODEL_LOG_TOKEN = 'bench-log';

async function readModelLog(modelUrl: string, after: number): Promise<ModelLogEntry[]> {
  const headers = { authorization: `Bearer ${MODEL_LOG_TOKEN}` };
  const response = await fetch(`${modelUrl}/local/log?after=${after}`, { headers });
  return ModelLog.parse(await response.json()).entries;
}

/** Where both logs stand, so that what happens next can be read later. */
export interface Positions {
  discord: number;
  model: number;
}

export async function readPositions({
  operator,
  modelUrl,
}: Pick<Contestant, 'operator' | 'modelUrl'>): Promise<Positions> {
  const entries = await readModelLog(modelUrl, 0);
  return { discord: await operator.logPosition(), model: entries.at(-1)?.id ?? 0 };
}

/** The times of every turn that a contestant finished since the logs stood there, by the mark of its message. */
export async function readTurnTimes(
  { operator, modelUrl, world }: Contestant,
  since: Positions,
): Promise<Map<string, TurnTimes>> {
  const entries = await operator.readLog(world.name, since.discord);
  const events = firstTimes(entries, MessageEvent, ({ data, atMs }) => [data.content, atMs]);
  const said = firstTimes(entries, WebhookCall, ({ body, atMs, tookMs }) => [body.content, atMs - tookMs]);
  const times = new Map<string, TurnTimes>();
  const requests = await readModelLog(modelUrl, since.model);
  const embeddingTimes = toEmbeddingTimes(requests);
  for (const { messages, receivedAtMs, lastByteAtMs } of toPrompts(requests)) {
    const mark = markOf({ messages });
    const eventAtMs = events.get(mark ?? '');
    const saidAtMs = said.get(mark ?? '');
    if (mark === undefined || eventAtMs === undefined || saidAtMs === undefined || lastByteAtMs === null) continue;
    const embeddingMs = embeddingTimes.get(mark) ?? 0;
    times.set(mark, { eventAtMs, askedAtMs: receivedAtMs, answeredAtMs: lastByteAtMs, saidAtMs, embeddingMs });
  }
  return times;
}

function firstTimes<Schema extends z.ZodType>(
  entries: readonly DiscordLogEntry[],
  schema: Schema,
  read: (entry: z.output<Schema>) => [text: string, atMs: number],
): Map<string, number> {
  const times = new Map<string, number>();
  for (const entry of entries) {
    const parsed = schema.safeParse(entry);
    if (!parsed.success) continue;
    const [text, atMs] = read(parsed.data);
    const mark = firstMark(text);
    if (mark !== undefined && !times.has(mark)) times.set(mark, atMs);
  }
  return times;
}
