import { blankCard, type HistoryLine, type SceneMessage } from '@tzurot/contracts';

import type { PromptScene } from './prompt-scene.ts';

const ADA = '1457705189376000000';
export const BEN = '1457705441034240000';
export const OTHER_ADA = '1457705692692480000';
export const OUR_APPLICATION = '1457705944350720000';
const OUR_WEBHOOK = '1457705944350729999';

/** The snowflake of the nth message of a scene; they are a second apart. */
export const messageId = (n: number) => (1_457_708_209_274_880_000n + BigInt(n) * (1_000n << 22n)).toString();
const moment = (n: number) => new Date(Date.UTC(2026, 0, 5, 10, 0, n)).toISOString();

/** Somebody says something that was fetched from Discord. */
export function fetched(n: number, content: string, author: Partial<SceneMessage['author']> = {}): SceneMessage {
  return {
    id: messageId(n),
    author: { id: ADA, name: 'ada on discord', username: 'ada', isBot: false, ...author },
    content,
    attachments: [],
  };
}

/** One of our characters says something through our webhook. */
export function fetchedFromCharacter(n: number, name: string, content: string): SceneMessage {
  return {
    ...fetched(n, content, { id: OUR_WEBHOOK, name, username: name, isBot: true }),
    applicationId: OUR_APPLICATION,
  };
}

/** A line that the gateway has stored; without a person it is the character's own. */
export function stored(n: number, text: string, person?: { id: string; name: string }): HistoryLine {
  return {
    messageIds: [messageId(n)],
    speaker: person === undefined ? 'character' : 'person',
    personId: person?.id ?? null,
    name: person?.name ?? 'Lilith',
    text,
    saidAt: moment(n),
  };
}

export const ada = { id: ADA, name: 'Ada' };
export const ben = { id: BEN, name: 'Ben' };

/** Ada greets Lilith in #general; the trigger is message 100. */
export function sceneOf(changes: Partial<PromptScene> = {}): PromptScene {
  return {
    draft: { hint: null, continues: null },
    now: new Date('2026-01-05T10:05:00.000Z'),
    seed: 'seed',
    capWarning: null,
    speaker: {
      ...blankCard('Lilith'),
      id: '01970000-0000-7000-8000-0000000000c1',
      slug: 'lilith',
      description: '{{char}} keeps a library under the sea and trades in secrets.',
      personality: 'sly, patient, curious about <USER>',
      avatarUrl: null,
      picture: null,
    },
    persona: { id: '01970000-0000-7000-8000-0000000000a1', name: 'Ada', pronouns: '', about: '' },
    trigger: {
      id: messageId(100),
      kind: 'message',
      place: {
        kind: 'channel',
        channelId: '1457706950983680000',
        guildId: '1457706196008960000',
        channelName: 'general',
        guildName: 'Tavern',
        reach: 'guild',
        quotableChannelIds: [],
        isAgeRestricted: false,
      },
      author: { id: ADA, name: 'ada on discord', username: 'ada' },
      content: '@Lilith hello',
      attachments: [],
    },
    facts: { recent: [], references: [] },
    history: [],
    historyCutAt: null,
    earlierReplies: [],
    epoch: null,
    notes: [],
    operatorPrompts: [],
    instructions: null,
    rules: [],
    memories: [],
    lore: [],
    us: { applicationId: OUR_APPLICATION, speakerName: 'Lilith' },
    ...changes,
  };
}
