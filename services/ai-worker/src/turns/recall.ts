import { type Embedding, LIMITS, type RecalledMemory, recallMemories } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import type { Scene } from './enrich.ts';
import { isStaleLease } from './hold-lease.ts';
import type { Turn } from './turn.ts';

const TIMEOUT_MS = 3_000;
const MAX_EXCLUDED = 300;
/** Of the window that prompt and reply share, whatever the setting allows. */
const MEMORY_SHARE = 0.25;

/** What the gateway remembers for this scene. A reply without memories is better than none. */
export async function recall(
  turn: Turn,
  scene: Scene,
  embedding: Embedding | null,
  { gateway }: WorkerContext,
): Promise<RecalledMemory[]> {
  const query = writeQuery(scene);
  const maxTokens = Math.min(turn.memoryTokens, Math.floor(turn.preset.contextTokens * MEMORY_SHARE));
  if (query === '' || maxTokens === 0) return [];
  try {
    const { memories } = await gateway.call(recallMemories, {
      params: { turnId: turn.turnId },
      body: {
        fence: turn.fence,
        query,
        ...(embedding !== null && { embedding }),
        maxTokens,
        excludeMessageIds: visibleMessageIds(scene),
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

/** The message, and what it answers: "and then?" alone finds nothing. */
export function writeQuery({ trigger, facts }: Pick<Scene, 'trigger' | 'facts'>): string {
  const answered = facts?.references.find(({ kind, depth }) => kind === 'reply' && depth === 1)?.message.content ?? '';
  return [trigger.content, answered]
    .join('\n')
    .trim()
    .slice(0, LIMITS.messageContent * 2);
}

/** The newest first, where there are too many: the oldest are the first to leave the prompt. */
function visibleMessageIds({ trigger, facts, history, earlierReplies }: Scene): string[] {
  const ids = [
    trigger.id,
    ...earlierReplies.flatMap(({ messageIds }) => messageIds),
    ...(facts?.references ?? []).map(({ message }) => message.id),
    ...history.toReversed().flatMap(({ messageIds }) => messageIds),
    ...(facts?.recent ?? []).toReversed().map(({ id }) => id),
  ];
  return [...new Set(ids)].slice(0, MAX_EXCLUDED);
}
