import type { LoreRecord } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { WorkerContext } from '../context.ts';
import { loreOfScene, type PromptScene } from '../prompt/index.ts';
import type { Turn } from './turn.ts';

/** What lorebooks tell, and what is written down of it with the answer; null without any books. */
export interface RecalledLore {
  told: PromptScene['lore'];
  record: LoreRecord | null;
}

/** Of the window that prompt and reply share. */
const LORE_SHARE = 0.25;
const MAX_TOLD = 500;
const MAX_TIMERS = 2_000;

/** What the books in force tell in this turn. A reply without lore is better than none. */
export async function recallLore(
  turn: Turn,
  scene: Omit<PromptScene, 'lore'>,
  { lorebooks }: Pick<WorkerContext, 'lorebooks'>,
): Promise<RecalledLore> {
  const { lore, preset, draft } = turn;
  if (lore === null) return { told: [], record: null };
  try {
    const books = await Promise.all(
      lore.books.map(async ({ target, ...version }) => ({ target, book: await lorebooks.read(version) })),
    );
    const { told, timers } = loreOfScene(scene, {
      books: books.flatMap(({ target, book }) => (book === null ? [] : [{ target, book }])),
      counts: { messages: lore.messages, turns: lore.turns },
      timers: lore.timers,
      trigger: draft.number === 0 ? 'normal' : 'regenerate',
      seed: scene.seed,
      budgetTokens: Math.floor(preset.contextTokens * LORE_SHARE),
    });
    const record = {
      told: told.slice(0, MAX_TOLD).map(({ entryId, because }) => ({ entryId, ...because })),
      timers: timers.slice(0, MAX_TIMERS),
    };
    return { told, record };
  } catch (error) {
    if (turn.signal.aborted || !(error instanceof AppError)) throw error;
    turn.log.warn({ err: error }, 'no lore was told');
    return { told: [], record: { told: [], timers: lore.timers } };
  }
}
