import {
  compareSnowflakes,
  type HistoryLine,
  messageIdsOf,
  readNarration,
  type SceneMessage,
  snowflakeAt,
} from '@tzurot/contracts';

import type { PromptScene } from './prompt-scene.ts';

/** One line of the scene, whoever wrote it down. */
export interface TimelineLine {
  /** The first Discord message of the line, or a moment as a snowflake where there is none. */
  at: string;
  messageIds: readonly string[];
  /** `own`: the character itself. `character` and `bot`: others who are not people. */
  speaker: 'own' | 'person' | 'character' | 'bot' | 'narration';
  /** Null for everybody but people. */
  personId: string | null;
  name: string;
  text: string;
  attachments: SceneMessage['attachments'];
}

/** Who tells what is said by nobody. */
const NARRATOR = 'Narrator';
/** With this many fetched messages, older ones were most likely left behind, and one more falls out with every turn. */
const FULL_WINDOW_MESSAGES = 40;
/** Of a full window, this share is given up at most for a beginning that stays. */
const SLIDING_SHARE = 1 / 2;

/**
 * Stored history and fetched messages as one timeline, oldest first: merged by Discord's ids, where the
 * stored text and speaker win; without the trigger, what is older than the epoch or than a history that was
 * cut, and our own notices.
 */
export function mergeTimeline(scene: PromptScene): TimelineLine[] {
  const stored = scene.history.map((line) => fromHistory(line));
  const known = new Set([
    ...messageIdsOf(scene.trigger),
    ...scene.history.flatMap(({ messageIds }) => messageIds),
    ...scene.earlierReplies.flatMap(({ messageIds }) => messageIds),
  ]);
  const personaNames = personaNamesOf(scene);
  const fetched = (scene.facts?.recent ?? [])
    .filter(({ id }) => !known.has(id) && compareSnowflakes(id, scene.trigger.id) < 0)
    .filter(({ id }) => scene.historyCutAt === null || compareSnowflakes(id, scene.historyCutAt) >= 0)
    .flatMap((message) => fromDiscord(message, scene, personaNames) ?? []);

  return [...stored, ...fromStableStart(fetched, scene)]
    .filter(({ at }) => scene.epoch === null || compareSnowflakes(at, scene.epoch) >= 0)
    .toSorted((a, b) => compareSnowflakes(a.at, b.at));
}

function fromHistory(line: HistoryLine): TimelineLine {
  return {
    at: line.messageIds[0] ?? snowflakeAt(Date.parse(line.saidAt)),
    messageIds: line.messageIds,
    speaker: line.speaker === 'character' ? 'own' : 'person',
    personId: line.personId,
    name: line.name,
    text: line.text,
    attachments: [],
  };
}

/** @returns null for what is no part of the scene: our notices and command answers, and messages without content */
function fromDiscord(
  message: SceneMessage,
  scene: PromptScene,
  personaNames: ReadonlyMap<string, string>,
): TimelineLine | null {
  const { author, content, attachments } = message;
  const base = { at: message.id, messageIds: [message.id], attachments };
  if (!author.isBot) {
    if (content.trim() === '' && attachments.length === 0) return null;
    return {
      ...base,
      speaker: 'person',
      personId: author.id,
      name: personaNames.get(author.id) ?? author.name,
      text: content,
    };
  }
  const said = withoutSmallPrint(content);
  if (said === '') return null;
  const { applicationId, speakerName } = scene.us;
  // A line of this character that its history does not have is a notice: replies are always stored.
  if (applicationId !== null && message.applicationId === applicationId && message.author.id !== applicationId) {
    if (author.name === speakerName) return null;
    return { ...base, speaker: 'character', personId: null, name: author.name, text: said };
  }
  if (author.id === applicationId) {
    const told = readNarration(said);
    if (told !== null) return { ...base, speaker: 'narration', personId: null, name: NARRATOR, text: told };
    const spoken = /^\*\*(?<name>[^*\n]{1,80}):\*\*\s(?<text>[^]+)$/.exec(said)?.groups;
    if (!spoken?.['name'] || !spoken['text'] || spoken['name'] === scene.speaker.name) return null;
    return { ...base, speaker: 'character', personId: null, name: spoken['name'], text: spoken['text'] };
  }
  return { ...base, speaker: 'bot', personId: null, name: author.name, text: said };
}

/** By person: as they are known to the character. Whoever asks, the others keep their names, and the prompt its beginning. */
export function personaNamesOf({
  history,
  trigger,
  persona,
}: Pick<PromptScene, 'history' | 'trigger' | 'persona'>): Map<string, string> {
  const stored = history.flatMap(({ personId, name }) => (personId === null ? [] : [[personId, name] as const]));
  return new Map([...stored, [trigger.author.id, persona.name]]);
}

/** Lines in Discord's small print are about the conversation, not part of it. */
function withoutSmallPrint(content: string): string {
  return content
    .split('\n')
    .filter((line) => !line.startsWith('-# '))
    .join('\n')
    .trim();
}

/** A full window slides with every message; beginning at a landmark keeps its start for several turns. */
function fromStableStart(lines: readonly TimelineLine[], scene: PromptScene): readonly TimelineLine[] {
  if ((scene.facts?.recent.length ?? 0) < FULL_WINDOW_MESSAGES || lines.length < 3) return lines;
  return lines.slice(findLandmark(lines, { from: 0, to: Math.floor(lines.length * SLIDING_SHARE) }));
}

/**
 * The line in `[from, to]` at which to begin. Which one depends on the lines' ids alone, so while lines
 * are added behind, and fall out in front, the same one is found for as long as it is in the range.
 */
export function findLandmark(lines: readonly { at: string }[], { from, to }: { from: number; to: number }): number {
  let best = from;
  let bestRank = -1;
  for (let index = from; index <= to && index < lines.length; index += 1) {
    const rank = rankOf(lines[index]?.at ?? '');
    if (rank > bestRank) [best, bestRank] = [index, rank];
  }
  return best;
}

/** A number that has nothing to do with how ids grow (the 32-bit FNV-1a hash, mixed once more). */
function rankOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
