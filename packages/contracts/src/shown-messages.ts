import { compareSnowflakes, type Snowflake } from './ids.ts';
import type { OpenTurn } from './turns.ts';

/** Of the window, so much of the newest conversation fits for sure; what is older may be cut, so it is worth recalling. */
const SURE_SHARE = 1 / 4;
const CHARACTERS_PER_TOKEN = 4;

/**
 * The messages that a turn's prompt shows without memory: those fetched from Discord that are neither older than the
 * epoch nor than a history that was cut, what others answered already, and as much of the history as surely fits.
 */
export function shownMessageIds(
  {
    history,
    historyCutAt,
    earlierReplies,
    epoch,
    preset,
  }: Pick<OpenTurn, 'history' | 'historyCutAt' | 'earlierReplies' | 'epoch' | 'preset'>,
  fetchedIds: readonly Snowflake[],
): Snowflake[] {
  const stored = new Set(history.flatMap(({ messageIds }) => messageIds));
  const fetched = fetchedIds.filter((id) => !stored.has(id) && isSince(id, epoch) && isSince(id, historyCutAt));

  let leftCharacters = preset.contextTokens * SURE_SHARE * CHARACTERS_PER_TOKEN;
  const lines = history.toReversed();
  const end = lines.findIndex(({ text }) => (leftCharacters -= text.length) < 0);
  const sure = end < 0 ? lines : lines.slice(0, end);
  return [...new Set([...earlierReplies, ...sure].flatMap(({ messageIds }) => messageIds).concat(fetched))];
}

const isSince = (id: Snowflake, start: Snowflake | null): boolean =>
  start === null || compareSnowflakes(id, start) >= 0;
