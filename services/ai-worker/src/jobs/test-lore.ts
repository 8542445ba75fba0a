import { testLore } from '@tzurot/contracts';
import { handleJob } from '@tzurot/platform';
import type { WorkerContext } from '../context.ts';
import { countTokens, expandMacros, tellLore } from '../prompt/index.ts';

/** As much as an ordinary window leaves to lore. */
const BUDGET_TOKENS = 4_000;
const TARGET = 'character';

/** Tries the books on some lines as a first turn would have it: no timer runs, and luck is that of the moment. */
export const testLoreJob = handleJob(testLore, async (test, ctx: WorkerContext) => {
  const books = await Promise.all(test.books.map((book) => ctx.lorebooks.read(book)));
  const found = books.flatMap((book) => (book === null ? [] : [{ book, target: TARGET } as const]));
  const bookNames = new Map(found.map(({ book }) => [book.id, book.name]));
  const startedAtMs = performance.now();
  const lore = tellLore({
    books: found,
    lines: test.lines,
    sources: {},
    counts: { messages: test.lines.length, turns: 0 },
    timers: [],
    speakerNames: [test.characterName],
    trigger: 'normal',
    seed: String(startedAtMs),
    budgetTokens: BUDGET_TOKENS,
    messageId: null,
    expand: (text) => expandNames(text, test),
  });
  const tookMs = performance.now() - startedAtMs;
  return {
    verdicts: lore.explain().map(({ entry, isTold, reason, key, pass }) => ({
      title: entry.title,
      bookName: bookNames.get(entry.bookId) ?? '',
      isTold,
      reason,
      key,
      pass,
    })),
    tokens: lore.told.reduce((sum, { text }) => sum + countTokens(text), 0),
    tookMs,
  };
});

const expandNames = (text: string, { characterName, userName }: { characterName: string; userName: string }): string =>
  expandMacros(text, { char: characterName, user: userName, persona: '' });
