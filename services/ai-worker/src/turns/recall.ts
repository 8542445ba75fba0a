import {
  compareSnowflakes,
  type Embedding,
  LIMITS,
  MAX_LINES_AROUND,
  messageIdsOf,
  type Question,
  type RecalledMemory,
  recallMemories,
  shownMessageIds,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import type { Scene } from './enrich.ts';
import { isStaleLease } from './hold-lease.ts';
import type { Turn } from './turn.ts';

const TIMEOUT_MS = 3_000;
const MAX_EXCLUDED = 300;

/** What is remembered for this scene, unless it came with the turn. A reply without memories is better than none. */
export async function recall(
  turn: Turn,
  scene: Scene,
  embedding: Embedding | null,
  { gateway }: WorkerContext,
): Promise<RecalledMemory[]> {
  if (turn.memories !== null) return turn.memories;
  const question = questionOf(scene);
  if (question === null || turn.memoryTokens === 0) return [];
  try {
    const { memories } = await gateway.call(recallMemories, {
      params: { turnId: turn.turnId },
      body: {
        fence: turn.fence,
        ...question,
        excludeMessageIds: shownMessageIds(turn, question.excludeMessageIds).slice(0, MAX_EXCLUDED),
        ...(embedding !== null && { embedding }),
        maxTokens: turn.memoryTokens,
      },
      timeoutMs: TIMEOUT_MS,
      signal: turn.signal,
    });
    return memories;
  } catch (error) {
    if (isStaleLease(error) || turn.signal.aborted || !(error instanceof AppError)) throw error;
    turn.log.warn({ err: error }, 'nothing recalled');
    return [];
  }
}

type Asked = Pick<Scene, 'trigger' | 'facts'>;

/** What memory is asked for; null when there are no words to look for. */
export function questionOf(scene: Asked): Question | null {
  const query = writeQuery(scene);
  if (query === '') return null;
  return { query, around: lastLines(scene), excludeMessageIds: fetchedMessageIds(scene) };
}

/** What was said right before the message. */
function lastLines({ trigger, facts }: Asked): NonNullable<Question['around']> {
  const before = (facts?.recent ?? []).filter(({ id }) => compareSnowflakes(id, trigger.id) < 0);
  return before.slice(-MAX_LINES_AROUND).map(({ id, content }) => ({ id, text: content }));
}

/** The message, and what it answers: "and then?" alone finds nothing. */
export function writeQuery({ trigger, facts }: Asked): string {
  const answered = facts?.references.find(({ kind, depth }) => kind === 'reply' && depth === 1)?.message.content ?? '';
  return [trigger.content, answered]
    .join('\n')
    .trim()
    .slice(0, LIMITS.messageContent * 2);
}

/** The newest first, where there are too many: the oldest are the first to leave the prompt. */
function fetchedMessageIds({ trigger, facts }: Asked): string[] {
  const ids = [
    ...messageIdsOf(trigger),
    ...(facts?.references ?? []).map(({ message }) => message.id),
    ...(facts?.recent ?? []).toReversed().map(({ id }) => id),
  ];
  return [...new Set(ids)].slice(0, MAX_EXCLUDED);
}
