import { expect, it } from 'vitest';
import { LIMITS } from '../../packages/contracts/src/limits.ts';
import { parseMarkdown } from '../../packages/local-discord-page/src/markdown/parse.ts';
import { redactText } from '../../packages/platform/src/redact.ts';
import { chunkText } from '../../services/ai-worker/src/outlets/chunk-text.ts';
import { cleanReply, createReplyCleaner } from '../../services/ai-worker/src/output/index.ts';
import { AS_IT_IS } from '../../services/ai-worker/src/output/step.ts';
import { escapeText } from '../../services/ai-worker/src/prompt/escape-text.ts';
import { expandMacros } from '../../services/ai-worker/src/prompt/expand-macros.ts';
import { readableText } from '../../services/ai-worker/src/prompt/readable-text.ts';
import { BUDGET_MS, measureMs } from './measure.ts';

const CHARACTERS = 100_000;
/** What people and models write, again and again, so that something which looks ahead or back for each of them is found. */
const UNITS = [
  [' ', '\n', ' \n', '\t', '\r', 'a', 'a ', 'a\n\n', '\u200b', '😀', '\ud83d', '漢', '.', '(', ':', '"', '\\', '#'],
  ['*', '**', '*a ', '**a *b ', '||', '|| a', '~~', '__', '_a ', '`', '` ', '`a``b', '```', '\n```\n', '\n~~~\n'],
  [
    '<',
    '< ',
    '<|',
    '</s>',
    '<s>',
    '[',
    '[a](',
    '[]',
    '[INST',
    '\n### ',
    '<think>',
    'x\n<think>',
    '</think>',
    'a. <think>b</think>',
  ],
  [
    '<context>',
    '\n<context>\n</context>',
    '<|channel|>',
    '<|channel|>final<|message|>a',
    '<|start|>',
    '{{',
    '{{//',
    '{{persona}}',
  ],
  [
    'Ada: hi!\n',
    'Lilith: a\n',
    'a\nAda: b c d\n',
    'Ada:',
    'Ada (q7x2):\n',
    'Ada (',
    '[12:04] ',
    'User: a\n',
    'Jean-Luc: ',
  ],
  ['https://a', 'https://a)', '<@1', '<a:', '> a\n', '- a\n', '"abc":"', '\\"abc\\":\\"', 'Bearer ', 'a.a', 'a://u:'],
].flat();

const facts = {
  characterName: 'Spider-Man',
  otherNames: ['Ada', 'Jean-Luc'],
  model: 'some/model',
  hasThoughtsApart: false,
  ...AS_IT_IS,
};
const values = { char: 'Lilith', user: 'Ada', persona: 'x'.repeat(4_000) };

/** Everything that reads what people and models write, whatever its length. */
const READERS: Record<string, (text: string) => unknown> = {
  cleanReply: (text) => cleanReply(text, facts),
  chunkText: (text) => chunkText(text.slice(0, LIMITS.replyText)),
  escapeText,
  expandMacros: (text) => expandMacros(text, values),
  readableText: (text) => readableText(text, () => null),
  redactText,
  // The page shows messages, of which the longest that Discord knows has 6,000 characters with its embeds.
  parseMarkdown: (text) => parseMarkdown(text.slice(0, 6_000)),
};

it.each(Object.entries(READERS))(
  '%s takes no longer than 50 ms for 100,000 characters, whatever they are',
  (_name, read) => {
    read('warm it up');

    const slow = UNITS.flatMap((unit) => {
      const text = unit.repeat(Math.ceil(CHARACTERS / unit.length));
      const ms = measureMs(() => read(text));
      return ms > BUDGET_MS ? [{ unit, ms }] : [];
    });

    expect(slow).toEqual([]);
  },
  120_000,
);

it('no single piece of a streamed answer holds everything up', () => {
  const slow = UNITS.flatMap((unit) => {
    const cleaner = createReplyCleaner(facts);
    cleaner.add(unit.repeat(Math.ceil(CHARACTERS / unit.length)));
    cleaner.read();
    const ms = measureMs(() => {
      cleaner.add(unit.repeat(5_000));
      cleaner.read();
    });
    return ms > BUDGET_MS ? [{ unit, ms }] : [];
  });

  expect(slow).toEqual([]);
}, 120_000);
