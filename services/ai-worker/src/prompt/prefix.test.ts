import type { HistoryLine, SceneMessage } from '@tzurot/contracts';
import { expect, it } from 'vitest';

import { composePrompt } from './compose-prompt.ts';
import type { PromptScene } from './prompt-scene.ts';
import { ada, BEN, ben, fetched, fetchedFromCharacter, messageId, sceneOf, stored } from './scene-for-tests.ts';

const TURNS = 150;
/** What bot-client gathers, and what the gateway gives of a conversation. */
const RECENT_MESSAGES = 40;
const HISTORY_LINES = 100;

/** A sentence of its own for every message, about as long as people write. */
const words = (n: number, times: number) => `Message ${n}: ${`and the tide turned ${n % 7} times; `.repeat(times)}`;

/** As the gateway cuts: by whole blocks of a quarter, so that the first line stays for many turns. */
function cut(lines: readonly HistoryLine[], limit: number): Pick<PromptScene, 'history' | 'historyCutAt'> {
  const block = limit / 4;
  const start = Math.max(0, Math.ceil((lines.length - limit) / block) * block);
  const history = lines.slice(start);
  return { history, historyCutAt: start === 0 ? null : (history[0]?.messageIds[0] ?? null) };
}

interface Growing {
  /** What others say before each message to Lilith, and she does not answer. */
  chatter: (turn: number) => number;
  historyLines?: number;
  /** Who asks in this turn; Ada unless said. */
  asker?: (turn: number) => { id: string; name: string };
  /** How deep a note stands in the chat; none stands there unless said. */
  noteDepth?: number;
}

/** The prompts of the turns of a scene that grows. */
function promptsOf({ chatter, historyLines = HISTORY_LINES, asker = () => ada, noteDepth }: Growing): string[] {
  const said: SceneMessage[] = [];
  const lines: HistoryLine[] = [];
  return Array.from({ length: TURNS }, (_, turn) => {
    for (let more = chatter(turn); more > 0; more -= 1) {
      said.push(fetched(said.length, words(said.length, 2), { id: BEN, name: 'Ben', username: 'ben' }));
    }
    const n = said.length;
    const { id, name } = asker(turn);
    const author = { id, name, username: name.toLowerCase() };
    const base = sceneOf();
    const scene = sceneOf({
      now: new Date(Date.UTC(2026, 0, 5, 10, turn)),
      speaker: { ...base.speaker, scenario: '{{user}} stands at the door. {{persona}}' },
      persona: { ...base.persona, name, about: `${name} is at home here.` },
      trigger: { ...base.trigger, id: messageId(n), author, content: words(n, 2) },
      facts: { recent: said.slice(-RECENT_MESSAGES), references: [] },
      notes: noteDepth === undefined ? [] : [{ text: 'The tide turns.', depth: noteDepth, role: 'system', every: 1 }],
      ...cut(lines, historyLines),
    });
    said.push(fetched(n, words(n, 2), author), fetchedFromCharacter(n + 1, 'Lilith', words(n + 1, 6)));
    lines.push(stored(n, words(n, 2), { id, name }), stored(n + 1, words(n + 1, 6)));
    return JSON.stringify(composePrompt(scene, { contextTokens: 16_384, replyTokens: 1_024 }).messages);
  });
}

/** Of all the characters after the first prompt, the share that stood at the same place in the prompt before. */
function equalShare(prompts: readonly string[]): number {
  const shares = prompts.slice(1).map((prompt, index) => {
    const before = prompts[index] ?? '';
    let equal = 0;
    while (equal < prompt.length && prompt[equal] === before[equal]) equal += 1;
    return { equal, length: prompt.length };
  });
  const sum = (key: 'equal' | 'length') => shares.reduce((total, share) => total + share[key], 0);
  return sum('equal') / sum('length');
}

it.each([
  { who: 'one person alone', chatter: () => 0, leastShare: 0.9 },
  { who: 'others now and then', chatter: (turn: number) => [0, 1, 0, 4, 2, 0][turn % 6] ?? 0, leastShare: 0.8 },
  { who: 'a lively channel', chatter: () => 5, leastShare: 0.8 },
  {
    who: 'two who ask in turns',
    chatter: () => 0,
    asker: (turn: number) => [ada, ben][turn % 2] ?? ada,
    leastShare: 0.8,
  },
  { who: 'a short history', chatter: () => 0, historyLines: 40, leastShare: 0.75 },
  { who: 'a note at the usual depth', chatter: () => 0, noteDepth: 4, leastShare: 0.85 },
  { who: 'a note in the middle of the chat', chatter: () => 0, noteDepth: 40, leastShare: 0.8 },
])('repeats most of the prompt before, over 150 turns with $who', ({ leastShare, ...growing }) => {
  const share = equalShare(promptsOf(growing));

  expect(share).toBeGreaterThan(leastShare);
});
