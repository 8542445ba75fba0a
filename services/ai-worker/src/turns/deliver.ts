import { beginReply, finishReply, LIMITS, MAX_CHUNKS, type Post, storeAnswer } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import {
  chunkText,
  type Delivered,
  type Draft,
  hashText,
  MAX_MESSAGE_CHARACTERS,
  MAX_PREFIX_CHARACTERS,
  type Posts,
  recordOf,
  startDraft,
} from '../outlets/index.ts';
import { isStaleLease } from './hold-lease.ts';
import { TriggerWithdrawn } from './signals.ts';
import type { Speech } from './speak.ts';
import { takeSpent } from './spend.ts';
import type { Turn, Words } from './turn.ts';

/** The gateway may be away for a while; what was paid for waits for it. */
const STORE_TIMEOUT_MS = 4 * 60_000;
/** The limits of `finishReply`, with room for the line breaks between chunks. */
const MAX_TEXT_CHARACTERS = LIMITS.replyText - MAX_CHUNKS;
const CUT_MARK = ' […]';
/** Any post may have to carry the name, when the webhook goes and the bot speaks instead. */
const MAX_CHUNK_CHARACTERS = MAX_MESSAGE_CHARACTERS - MAX_PREFIX_CHARACTERS - CUT_MARK.length;

/**
 * Says what is spoken: shows it while it comes, stores the vendor's answer the moment it is whole and the finished text
 * with it or right after it, and brings the posts to it. What an earlier attempt finished is only brought to its posts.
 * @throws TriggerWithdrawn, and what `Posts` throw
 */
export async function deliver(
  turn: Turn,
  speech: AsyncIterable<Speech>,
  posts: Posts,
  ctx: WorkerContext,
): Promise<Delivered> {
  if (turn.reply !== null && turn.reply.text !== null && turn.draft.isPlaced) return posts.deliver(turn.posts, null);
  const said = await listen(turn, speech, posts, ctx);
  const markedAt = ctx.clock.now();
  return posts.deliver(await store(turn, said, posts, ctx), markedAt);
}

type Answer = Extract<Speech, { kind: 'answer' }>;

interface Said {
  words: Words;
  /** What the words were made of, where it is not stored yet. */
  heard: Answer | null;
}

async function listen(turn: Turn, speech: AsyncIterable<Speech>, posts: Posts, ctx: WorkerContext): Promise<Said> {
  // What stands in the posts of a revision stays there until there is something better.
  const draft = turn.isStreamed && !turn.draft.isRevision ? showWhileMade(turn, posts, ctx) : null;
  let heard: Answer | null = null;
  try {
    for await (const event of speech) {
      if (event.kind === 'draft') draft?.offer(event.read);
      else if (event.kind === 'words') return { words: event.words, heard };
      // Before a draft ends, Discord is waited for. Without one the words follow at once, and one call stores both.
      else if (draft?.isShown() === true) await keepAnswer(turn, event, ctx);
      else heard = event;
    }
  } catch (error) {
    if (heard !== null) await keepAnswer(turn, heard, ctx);
    throw error;
  } finally {
    await draft?.stop();
  }
  throw new AppError('internal', 'nothing was said, and no reason given');
}

function showWhileMade(turn: Turn, posts: Posts, { gateway, clock, limits }: WorkerContext): Draft {
  const { turnId, fence, draft } = turn;
  return startDraft(
    posts,
    (first) =>
      refusedAsGone(gateway.call(beginReply, { params: { turnId }, body: { fence, number: draft.number, ...first } })),
    {
      clock,
      log: turn.log,
      limits: limits.draft,
      maxCharacters: MAX_CHUNK_CHARACTERS,
      mustEnd: (error) => turn.signal.aborted || error instanceof TriggerWithdrawn || isStaleLease(error),
    },
  );
}

/** A stop of the worker waits for it: what was paid for would be lost. */
async function keepAnswer(turn: Turn, heard: Answer, { gateway }: WorkerContext): Promise<void> {
  const calls = takeSpent(turn);
  const body = { fence: turn.fence, number: turn.draft.number, ...factsOf(heard), calls };
  try {
    await refusedAsGone(
      gateway.call(storeAnswer, {
        params: { turnId: turn.turnId },
        body,
        timeoutMs: STORE_TIMEOUT_MS,
        signal: turn.lost,
      }),
    );
  } catch (error) {
    turn.spent.push(...calls, heard.call);
    throw error;
  }
}

function factsOf({ answer, endedBy, call, lore }: Answer) {
  return { answer: answer.slice(0, LIMITS.answer), endedBy, call, ...(lore !== null && { lore }) };
}

async function refusedAsGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    throw error instanceof AppError && error.code === 'gone' ? new TriggerWithdrawn() : error;
  }
}

/** Stores what will be said, post by post, before more of it is sent. */
async function store(turn: Turn, { words, heard }: Said, posts: Posts, ctx: WorkerContext): Promise<Post[]> {
  if (heard === null) return storeWords(turn, { words, heard }, posts, ctx);
  try {
    return await storeWords(turn, { words, heard }, posts, ctx);
  } catch (error) {
    if (error instanceof AppError && error.code === 'gone') {
      turn.spent.push(heard.call);
      throw new TriggerWithdrawn();
    }
    // Whatever is wrong with the words, what was paid for is not asked for again.
    if (!isStaleLease(error)) await keepAnswer(turn, heard, ctx);
    else turn.spent.push(heard.call);
    throw error;
  }
}

async function storeWords(
  turn: Turn,
  { words, heard }: Said,
  posts: Posts,
  { gateway }: WorkerContext,
): Promise<Post[]> {
  const { text, chunks } = cutToMessages(words);
  if (text !== words.text) turn.log.warn({ characters: words.text.length }, 'reply is too long and was cut');
  const calls = takeSpent(turn);
  try {
    const stored = await gateway.call(finishReply, {
      params: { turnId: turn.turnId },
      body: {
        fence: turn.fence,
        number: turn.draft.number,
        kind: words.kind,
        state: words.state,
        text,
        chunks: chunks.map((chunk) => ({ text: chunk, hash: hashText(chunk) })),
        outlet: recordOf(posts.outlet),
        calls,
        ...(heard !== null && { heard: factsOf(heard) }),
      },
      timeoutMs: STORE_TIMEOUT_MS,
      // A stop of the worker waits for an answer to be stored: what was paid for would be lost.
      signal: heard === null ? turn.signal : turn.lost,
    });
    return stored.posts;
  } catch (error) {
    turn.spent.push(...calls);
    throw error;
  }
}

/** What is kept is what is said: a text that is longer than the ledger takes ends early, with a mark. */
function cutToMessages({ text, mark }: Words): { text: string; chunks: string[] } {
  const chunks = chunkText(mark === null ? text : `${text}\n${mark}`, MAX_CHUNK_CHARACTERS);
  if (chunks.length <= MAX_CHUNKS && text.length <= MAX_TEXT_CHARACTERS) return { text, chunks };
  const end = Math.min(chunks.length - 1, MAX_CHUNKS);
  const said = chunks.slice(0, end).map((chunk, index) => (index === end - 1 ? chunk + CUT_MARK : chunk));
  return { text: said.join('\n'), chunks: said };
}
