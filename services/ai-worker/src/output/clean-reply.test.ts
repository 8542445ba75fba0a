import { describe, expect, it } from 'vitest';

import { cleanReply } from './clean-reply.ts';
import { AS_IT_IS } from './step.ts';

const facts = {
  characterName: 'Lilith',
  otherNames: ['Ada', 'Ben', 'Pip (a.k.a. *)'],
  model: 'some/model',
  hasThoughtsApart: false,
  ...AS_IT_IS,
};
const clean = (text: string) => cleanReply(text, facts).text;

const fence = '```';

describe('thinking', () => {
  it.each([
    ['a plain block', '<think>hm</think>Hello.', 'Hello.'],
    ['another spelling', '<Thinking>\nhm\n</THINKING >\n\nHello.', 'Hello.'],
    ['a tag with attributes', '<think depth="2">hm</think>Hello.', 'Hello.'],
    ['square brackets', '[think]hm[/think]Hello.', 'Hello.'],
    ['Kimi triangles', '◁think▷hm◁/think▷Hello.', 'Hello.'],
    ['bars', '<|thought|>hm<|/thought|>Hello.', 'Hello.'],
    ['a colon name', '<seed:think>hm</seed:think>Hello.', 'Hello.'],
    ['two blocks', '<think>a</think>One.<think>b</think> Two.', 'One. Two.'],
    ['nested blocks', '<think>a<think>b</think>c</think>Hello.', 'Hello.'],
    ['a thought that names its own tag', '<think>I use <think> tags</think>Hello.', 'Hello.'],
    ['a thought that stops inside code', '<think>so `x</think>Hello `y`.', 'Hello `y`.'],
    ['an orphan closing tag', 'hm, well\n</think>\nHello.', 'Hello.'],
    ['nothing but a thought', '<think>hm</think>', ''],
    ['an unfinished thought', '<think>hm', ''],
    [
      'Harmony channels',
      '<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Hello.',
      'Hello.',
    ],
    ['a Harmony thought alone', '<|channel|>analysis<|message|>hm', ''],
  ])('removes %s', (_name, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    ['an opening tag that is spoken of', 'Write <think> before your thoughts and you will see.'],
    ['both tags spoken of', 'Write <think> before your thoughts and </think> after them.'],
    ['a closing tag that is spoken of', 'End your thoughts with </think> and then speak.'],
    ['a quoted closing tag', 'Say "</think>" and then speak.'],
    ['an opening tag that nothing closes', 'Hello.\n<think>and now'],
    ['a heading in square brackets', '[Reflection]\nIn the mirror I see you.'],
  ])('keeps %s', (_name, text) => {
    expect(clean(text)).toBe(text);
  });

  it('takes less evidence from a model that is known to write such tags', () => {
    const known = { ...facts, model: 'deepseek/deepseek-r1' };

    expect(cleanReply('Hello.\n<think>and now', known).text).toBe('Hello.');
    expect(cleanReply('I end with </think> Hello.', known).text).toBe('Hello.');
    expect(cleanReply('Write <think> before your thoughts.', known).text).toBe('Write <think> before your thoughts.');
  });

  it('keeps a closing tag where the vendor hands thoughts over apart', () => {
    expect(cleanReply('Well.\n</think>\nHello.', { ...facts, hasThoughtsApart: true }).text).toBe(
      'Well.\n</think>\nHello.',
    );
  });

  it.each([
    ['an inline span', 'Write `<think>` before it and `</think>` after.'],
    ['a fence', `Look:\n${fence}html\n<think>x</think>\n${fence}\nSo.`],
    ['an open fence', `Look:\n${fence}\n<think>x`],
  ])('leaves tags in %s alone', (_name, text) => {
    expect(clean(text)).toBe(text);
  });
});

describe('template tokens', () => {
  it.each([
    ['Hello.<|im_end|>\n<|im_start|>user\nhi', 'Hello.'],
    ['Hello.</s>', 'Hello.'],
    ['<s>Hello.<|eot_id|>', 'Hello.'],
    ['<|im_start|>assistant\nHello.', 'Hello.'],
    ['<|start_header_id|>assistant<|end_header_id|>\n\nHello.', 'Hello.'],
    ['Hello.<｜end▁of▁sentence｜>', 'Hello.'],
    ['Hello.\n### Instruction:\nsay more', 'Hello.'],
    ['Use `</s>` to end.', 'Use `</s>` to end.'],
    ['<|im_end|>', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});

describe('headers', () => {
  it.each([
    ['own name', 'Lilith: Hello.', 'Hello.'],
    ['own name in bold', '**Lilith:** Hello.', 'Hello.'],
    ['own name in bold, colon outside', '**Lilith**: Hello.', 'Hello.'],
    ['own name in brackets', '[Lilith]: Hello.', 'Hello.'],
    ['own name with a label', 'Lilith (character):\nHello.', 'Hello.'],
    ['own name with a time', '[12:04] Lilith: Hello.', 'Hello.'],
    ['own name in another case', 'LILITH: Hello.', 'Hello.'],
    ['own name line by line', 'Lilith: One.\nLilith: Two.', 'One.\nTwo.'],
    ["somebody's line and what follows", 'Hello.\nAda: hi!\nLilith: You again.', 'Hello.'],
    ["somebody's line at the end", 'Hello.\n\nAda (q7x2): hi!', 'Hello.'],
    ['a stranger with a label at the end', 'Hello.\nZed (q7x2):\nhi!', 'Hello.'],
    ["an echo of the person's line before it", 'Ada: hi!\nLilith: Hello.', 'Hello.'],
    ['a labelled echo alone', 'Ada (q7x2):\nHello.', 'Hello.'],
    ['an echoed context block', '<context>\nTime: now\n</context>\n\nHello.', 'Hello.'],
  ])('removes %s', (_name, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    ['the person under a stock name', 'Good evening.\nUser: tell me more\nLilith: It is old.', 'Good evening.'],
    ['both under stock names', 'Good evening.\n\nHuman: tell me more\n\nAssistant: It is old.', 'Good evening.'],
    ['a stock name at the end', 'Good evening.\nYou: go on then', 'Good evening.'],
    ['two others who go on talking', 'Good evening.\nAda: hi!\nBen: hello there.', 'Good evening.'],
    ['somebody who speaks twice', 'Good evening.\nAda: well\nand so on\nAda: yes\nand that is all', 'Good evening.'],
    ['a turn on lines of its own', 'Good evening.\n\nAda:\ntell me more', 'Good evening.'],
    ['a name with a colon in it', 'Good evening.\nAgent: 47: tell me more', 'Good evening.'],
    ['a full-width colon', 'Good evening.\n莉莉：你好！', 'Good evening.'],
  ])('cuts %s', (_name, text, expected) => {
    const otherNames = [...facts.otherNames, 'Agent: 47', '莉莉'];

    expect(cleanReply(text, { ...facts, otherNames }).text).toBe(expected);
  });

  it.each([
    ['a list of the scene', 'Crew list:\nLilith: captain\nBen: cook\nAda: lookout\nFair winds to all.'],
    ['such a list at the beginning', 'Lilith: captain\nBen: cook\nAda: lookout\nFair winds to all.'],
    ['such a list at the end', 'The crew.\n\nBen: cook\nLilith: captain\nAda: lookout'],
    ['a list that says more', 'This is what I think:\nBen: he is kind.\nAda: she is wise!\nThat is all.'],
    ['a list with others in it', 'The crew.\nMary: mate\nBen: cook\nThat is all.'],
    ['a form', 'Here you go.\nUser: admin\nPassword: hunter2'],
    ['a word in brackets', 'The crew.\nZed (mate): aye, and so on.\nThat is all.'],
    ['an address', 'Ada: come here.'],
    ['a name in the middle of a line', 'I asked Ada: why? Lilith: because.'],
    ['a list with colons', 'Here:\n- Ada: tea\n- Ben: coffee'],
    ['a time', 'At 12:04 it rained.'],
    ['code', `${fence}\nAda: 1\nBen: 2\n${fence}`],
  ])('leaves %s alone', (_name, text) => {
    expect(clean(text)).toBe(text);
  });
});

describe('blanks', () => {
  it.each([8_000, 100_000])('says what stands before and after %i of them', (count) => {
    const blanks = ' '.repeat(count);

    expect(clean(`Good evening.${blanks}Sit down.${blanks}`)).toBe('Good evening. Sit down.');
    expect(clean(`Good evening.${blanks.replaceAll(' ', '\n')}Sit down.`)).toBe('Good evening.\n\nSit down.');
    expect(clean(blanks)).toBe('');
  });

  it('trims lines and keeps one empty line between paragraphs, but not in code', () => {
    const text = `  One.  \n\n\n\nTwo.\n${fence}\na  \n\n\n\nb\n${fence}\n\n`;

    expect(clean(text)).toBe(`One.\n\nTwo.\n${fence}\na  \n\n\n\nb\n${fence}`);
  });

  it('takes a text of invisible characters for empty', () => {
    expect(clean('\u200b \u2060\n\ufeff\u3164')).toBe('');
  });
});

it('removes what no text may hold', () => {
  expect(clean('a\r\nb\rc\0d\ud83d')).toBe('a\nb\ncd\ufffd');
});

it('tells what each step cut, and whether that is much', () => {
  expect(cleanReply('<think>a</think>Lilith: Hello.', facts)).toMatchObject({
    cuts: [
      { step: 'thinking', before: 29, after: 13 },
      { step: 'own-words', before: 13, after: 6 },
    ],
    isCutMuch: true,
  });
  expect(cleanReply(`Hello, my friend of many years.\n${' '.repeat(100)}\n`, facts)).toMatchObject({
    cuts: [{ step: 'blanks', before: 26, after: 26 }],
    isCutMuch: false,
  });
  expect(cleanReply('Hello.', facts)).toMatchObject({ cuts: [], isCutMuch: false });
});

it.each(['Jean-Luc', 'Spider-Man', 'A\\', '[x', '(?<', '{2,1}', '$&', '^|', '/', '-'])(
  'cleans a reply whatever the people in the scene are called, such as %j',
  (name) => {
    const { text, failures } = cleanReply(`${name}: Hello.`, {
      ...facts,
      characterName: name,
      otherNames: [name, 'Ada'],
    });

    expect({ text, failures }).toEqual({ text: 'Hello.', failures: [] });
  },
);

it('skips a step that throws, tells which, and lets the others clean', () => {
  const brokenNames = new Proxy(['Ada'], {
    get: () => {
      throw new Error('no names today');
    },
  });

  const { text, failures } = cleanReply('<think>hm</think>  Hello. ', { ...facts, otherNames: brokenNames });

  expect(text).toBe('Hello.');
  expect(failures).toEqual([{ step: 'own-words', error: new Error('no names today') }]);
});
