import { type Place, readCode } from '../read-code.ts';
import type { CleaningFacts, Step } from '../step.ts';

/** `<think>`, `</Thinking >`, `[think]`, `◁/think▷`, `<|thought|>`: with attributes too. */
const TAG =
  /(?<bracket><\|?|\[|◁)[ \t]{0,3}(?<slash>\/)?[ \t]{0,3}(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|scratchpad|analysis|seed:think|antml:thinking)(?:[ \t][^<>[\]\n]{0,100})?[ \t]{0,3}(?:\|?>|\]|▷)/gi;
const NAMES = [
  'think',
  'thinking',
  'thought',
  'thoughts',
  'reason',
  'reasoning',
  'reflection',
  'scratchpad',
  'analysis',
  'seed:think',
  'antml:thinking',
];
/** As much of a tag as may stand at the end of what has come so far. */
const BEGUN_TAG = /(?:<\|?|\[|◁)[ \t]{0,3}\/?[ \t]{0,3}(?<name>[a-z:]{0,14})(?<rest>[ \t|][^<>[\]\n]{0,106})?$/i;
const MAX_TAG_CHARACTERS = 140;

/** Models that write such tags themselves. */
const WRITES_TAGS =
  /\bthink|reason|\br1\b|qwq|qwen-?3|glm-(?:4\.[5-9]|5|z1)|magistral|minimax-m|kimi-k2|nemotron|seed-oss|deephermes|hermes-4|ernie-4\.5/i;
/** Models whose chat template opens a thought for them: their text begins inside it, and only the closing tag is seen. */
const OPENS_IN_THOUGHT = /\bthinking|\br1\b|qwq|glm-z1/i;

interface Tag {
  start: number;
  end: number;
  isClosing: boolean;
  isSquare: boolean;
}

/**
 * What a model thought aloud: at the beginning of the text, closed or not; where the text begins inside it, up to
 * its closing tag; later on only if it is closed and begins a line or follows a sentence. Models that are known to
 * write such tags need less evidence. Tags inside code stay.
 */
export const thinking: Step = {
  id: 'thinking',
  clean(text, facts, isWhole) {
    const tags = findTags(text);
    const closings = pairTags(tags);
    let places: Map<Tag, Place> | null = null;
    const placeOf = (tag: Tag) => (places ??= placesOf(tags, text, isWhole)).get(tag);
    const isKnown = WRITES_TAGS.test(facts.model);
    const beginsInside = OPENS_IN_THOUGHT.test(facts.model) && !facts.hasThoughtsApart;

    const code = readCode(text, isWhole);
    let said = '';
    let position = 0;
    let firstWord = findWord(text, 0);
    let hasThought = false;
    const skipTo = (end: number) => {
      position = end;
      firstWord = findWord(text, end);
      hasThought = true;
      code.restart(end);
    };

    for (const [index, tag] of tags.entries()) {
      if (tag.start < position) continue;
      const place = code.at(tag.start);
      if (place === 'code') continue;
      const before = text.slice(position, tag.start);
      if (place === 'unsettled') return shown(before);

      if (tag.isClosing) {
        if (!isWhole && restOfLine(text, tag.end) === 'unknown') return shown(before);
        if (!closesBeginning(text, tag, facts, isKnown)) continue;
        said = '';
        skipTo(tag.end);
        continue;
      }

      const isFirst = said === '' && firstWord >= tag.start;
      const closing = closings[index];
      if (isFirst) {
        const end = closing?.end ?? tags.findLast(({ isClosing }) => isClosing)?.end;
        if (!isWhole && closing === undefined) return '';
        if (end === undefined && tag.isSquare) continue;
        skipTo(end ?? text.length);
        continue;
      }
      if (!isKnown && !followsSentence(text, tag.start)) continue;
      if (closing === undefined) {
        if (!isWhole) return shown(before);
        if (!isKnown || !beginsLine(text, tag.start) || tag.isSquare) continue;
      } else if (placeOf(closing) === 'unsettled') {
        return shown(before);
      } else if (placeOf(closing) === 'code') {
        continue;
      }
      said += before;
      skipTo(closing?.end ?? text.length);
    }
    return shown(isWhole ? text.slice(position) : withoutBegunTag(text.slice(position)));

    function shown(rest: string): string {
      if (isWhole) return said + rest;
      // A thought may still come first.
      const mayBeThought = (beginsInside && !hasThought) || (said === '' && rest.trim() === '');
      return mayBeThought ? '' : said + rest;
    }
  },
};

function findTags(text: string): Tag[] {
  return Array.from(text.matchAll(TAG), ({ index, 0: tag, groups }) => ({
    start: index,
    end: index + tag.length,
    isClosing: groups?.['slash'] !== undefined,
    isSquare: groups?.['bracket'] === '[',
  }));
}

/** For each opening tag the one that closes it, thoughts within thoughts counted. */
function pairTags(tags: readonly Tag[]): (Tag | undefined)[] {
  const closings: (Tag | undefined)[] = [];
  const open: number[] = [];
  for (const [index, tag] of tags.entries()) {
    if (!tag.isClosing) {
      open.push(index);
      continue;
    }
    const opening = open.pop();
    if (opening !== undefined) closings[opening] = tag;
  }
  return closings;
}

function placesOf(tags: readonly Tag[], text: string, isWhole: boolean): Map<Tag, Place> {
  const code = readCode(text, isWhole);
  return new Map(tags.map((tag) => [tag, code.at(tag.start)]));
}

/** Whether a closing tag that nothing opened ends a thought with which the text began; else it is only spoken of. */
function closesBeginning(text: string, tag: Tag, facts: CleaningFacts, isKnown: boolean): boolean {
  if (facts.hasThoughtsApart) return false;
  const isSpokenOf = /[^\S\n]|["'“‘«([]/.test(text.charAt(tag.start - 1));
  return isKnown || !isSpokenOf || restOfLine(text, tag.end) !== 'words';
}

function beginsLine(text: string, index: number): boolean {
  return textBefore(text, index).trimEnd() === '' || /\n[^\S\n]*$/.test(textBefore(text, index));
}

function followsSentence(text: string, index: number): boolean {
  return beginsLine(text, index) || /[.!?…。！？"”’»*_)\]>▷:]\s{0,3}$/.test(textBefore(text, index));
}

function textBefore(text: string, index: number): string {
  return text.slice(Math.max(0, index - 40), index);
}

/** What stands between a place and the line's end; unknown where nothing but blanks has come so far. */
function restOfLine(text: string, from: number): 'words' | 'nothing' | 'unknown' {
  const sign = /[^\S\n]*(\n|$)?/y;
  sign.lastIndex = from;
  const end = sign.exec(text)?.[1];
  return end === undefined ? 'words' : end === '' ? 'unknown' : 'nothing';
}

function findWord(text: string, from: number): number {
  const word = /\S/g;
  word.lastIndex = from;
  return word.exec(text)?.index ?? text.length;
}

function withoutBegunTag(text: string): string {
  const start = Math.max(0, text.length - MAX_TAG_CHARACTERS);
  const begun = BEGUN_TAG.exec(text.slice(start));
  const name = begun?.groups?.['name']?.toLowerCase() ?? '';
  const mayBeTag =
    begun?.groups?.['rest'] === undefined ? NAMES.some((known) => known.startsWith(name)) : NAMES.includes(name);
  return begun !== null && mayBeTag ? text.slice(0, start + begun.index) : text;
}
