import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { type Expression, type PrivateIdentifier, type Program, parseSync, Visitor } from 'oxc-parser';
import type { Check } from './check.ts';

/** Where people's sentences would be written if they did not stand in `packages/words`. */
const PLACES = [
  ...['actions', 'commands', 'define', 'dispatch', 'inbound', 'ui'].map((name) => `services/bot-client/src/${name}/`),
  'services/ai-worker/src/turns/',
];

/** A string with this many words is a sentence. */
const MIN_WORDS = 3;

/** Calls that take sentences for developers and operators: errors, logs, metrics. */
const FOR_DEVELOPERS = /Error$|^(?:log|counter|durations|waitFor)$/;
/** Calls that define a command's options, whose descriptions stand with the command. */
const DEFINITIONS = /Option$|^option$/;

/** Not sentences: words that are no part of a name, the name of a permission as Discord shows it, and elements of a picture. */
const ALLOWED = /^the a an of |^Send Messages in Threads$|^<[a-z]+ [^<]*(?:\/>|>|>…<\/[a-z]+>)$/;

/** Every sentence that people read stands in the catalogue, so nobody writes one where it is used. */
export const sentences: Check = {
  name: 'sentences',
  async run(sources, folder) {
    const findings = await Promise.all(
      sources.map(async (file) => {
        const path = relative(folder, file).split(sep).join('/');
        if (/\.test\.tsx?$/.test(path) || !PLACES.some((place) => path.startsWith(place))) return [];
        const text = await readFile(file, 'utf8');
        return findSentences(text, path).map(({ line, sentence }) => {
          return `${path}:${line}: say this from packages/words: ${JSON.stringify(sentence)}`;
        });
      }),
    );
    return { findings: findings.flat().join('\n'), examined: sources.length };
  },
};

/** Letters, perhaps with an apostrophe inside and signs around them; what has anything else between letters is a name. */
function isWord(text: string): boolean {
  const bare = text.replaceAll(/[\p{P}\p{S}]+/gu, ' ').trim();
  const joined = text
    .replaceAll(/['’]/g, '')
    .replaceAll(/[\p{P}\p{S}]+/gu, ' ')
    .trim();
  return bare !== '' && /^\p{L}+$/u.test(joined);
}

/** Strings of several words, except those for developers and the descriptions of commands. */
function findSentences(text: string, path: string): { line: number; sentence: string }[] {
  const { program } = parseSync(path, text);
  const excepted = exceptionsIn(program);
  const found: { line: number; sentence: string }[] = [];
  const look = (sentence: string, start: number) => {
    const words = sentence.split(/\s+/).filter((word) => isWord(word));
    if (
      words.length < MIN_WORDS ||
      ALLOWED.test(sentence) ||
      excepted.some(([from, to]) => start >= from && start < to)
    )
      return;
    found.push({ line: text.slice(0, start).split('\n').length, sentence });
  };
  new Visitor({
    Literal: ({ value, start }) => {
      if (typeof value === 'string') look(value, start);
    },
    TemplateLiteral: ({ quasis, start }) => look(quasis.map(({ value }) => value.cooked ?? '').join('…'), start),
  }).visit(program);
  return found;
}

/** The stretches of a file in which sentences may stand. */
function exceptionsIn(program: Program): [start: number, end: number][] {
  const stretches: [number, number][] = [];
  new Visitor({
    Property: ({ key, start, end }) => {
      if (key.type === 'Identifier' && (key.name === 'description' || key.name === 'problem'))
        stretches.push([start, end]);
    },
    NewExpression: ({ callee, start, end }) => {
      if (callee.type === 'Identifier' && FOR_DEVELOPERS.test(callee.name)) stretches.push([start, end]);
    },
    CallExpression: ({ callee, start, end }) => {
      const names = namesIn(callee);
      if (names.some((name) => FOR_DEVELOPERS.test(name) || DEFINITIONS.test(name))) stretches.push([start, end]);
    },
  }).visit(program);
  return stretches;
}

/** `['option', 'string']` for `option.string`. */
function namesIn(callee: Expression | PrivateIdentifier): string[] {
  if (callee.type === 'Identifier') return [callee.name];
  return callee.type === 'MemberExpression' ? [...namesIn(callee.object), ...namesIn(callee.property)] : [];
}
