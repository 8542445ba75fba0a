import { describe, expect, it } from 'vitest';
import { type Node, plainText } from './nodes.ts';
import { isJumbo, parseMarkdown } from './parse.ts';

const text = (value: string): Node => ({ type: 'text', text: value });

describe('inline marks', () => {
  it('reads bold, italic, underline and strike', () => {
    expect(parseMarkdown('**a** *b* _c_ __d__ ~~e~~')).toEqual([
      { type: 'strong', children: [text('a')] },
      text(' '),
      { type: 'emphasis', children: [text('b')] },
      text(' '),
      { type: 'emphasis', children: [text('c')] },
      text(' '),
      { type: 'underline', children: [text('d')] },
      text(' '),
      { type: 'strike', children: [text('e')] },
    ]);
  });

  it('nests marks, three stars being bold around italic', () => {
    expect(parseMarkdown('***both***')).toEqual([
      { type: 'strong', children: [{ type: 'emphasis', children: [text('both')] }] },
    ]);
    expect(parseMarkdown('*a **b** c*')).toEqual([
      { type: 'emphasis', children: [text('a '), { type: 'strong', children: [text('b')] }, text(' c')] },
    ]);
  });

  it('leaves a lone mark, spaces inside marks and snake_case alone', () => {
    expect(parseMarkdown('2 * 3 * 4')).toEqual([text('2 * 3 * 4')]);
    expect(parseMarkdown('some_snake_case_name')).toEqual([text('some_snake_case_name')]);
    expect(parseMarkdown('**open')).toEqual([text('**open')]);
    expect(parseMarkdown('****')).toEqual([text('****')]);
  });

  it('takes a backslash before punctuation as an escape and keeps the shrug whole', () => {
    expect(parseMarkdown('\\*not italic\\*')).toEqual([text('*not italic*')]);
    expect(parseMarkdown('¯\\_(ツ)_/¯')).toEqual([text('¯\\_(ツ)_/¯')]);
  });

  it('hides spoilers, which may hold other marks', () => {
    expect(parseMarkdown('||the **butler**||')).toEqual([
      { type: 'spoiler', children: [text('the '), { type: 'strong', children: [text('butler')] }] },
    ]);
  });
});

describe('code', () => {
  it('keeps everything inside code as it was typed', () => {
    expect(parseMarkdown('`**x** <@1>`')).toEqual([{ type: 'code', text: '**x** <@1>' }]);
    expect(parseMarkdown('``a ` b``')).toEqual([{ type: 'code', text: 'a ` b' }]);
  });

  it('does not close a mark inside code', () => {
    expect(parseMarkdown('**a `**` b**')).toEqual([
      { type: 'strong', children: [text('a '), { type: 'code', text: '**' }, text(' b')] },
    ]);
  });

  it('reads a fenced block with and without a language', () => {
    expect(parseMarkdown('```js\nlet a = 1;\n```')).toEqual([
      { type: 'codeBlock', language: 'js', text: 'let a = 1;' },
    ]);
    expect(parseMarkdown('```js```')).toEqual([{ type: 'codeBlock', language: null, text: 'js' }]);
    expect(parseMarkdown('```\n# no heading\n> no quote\n```')).toEqual([
      { type: 'codeBlock', language: null, text: '# no heading\n> no quote' },
    ]);
  });

  it('keeps a block whole when lines before and inside it look like other blocks', () => {
    expect(parseMarkdown('see\n```\n- a\n```\nend')).toEqual([
      text('see'),
      { type: 'break' },
      { type: 'codeBlock', language: null, text: '- a' },
      text('end'),
    ]);
  });
});

describe('blocks', () => {
  it('reads headings, subtext and quotes', () => {
    expect(parseMarkdown('# Title\n### Small\n-# fine print\n> said\n> again\nafter')).toEqual([
      { type: 'heading', level: 1, children: [text('Title')] },
      { type: 'heading', level: 3, children: [text('Small')] },
      { type: 'subtext', children: [text('fine print')] },
      { type: 'quote', children: [text('said'), { type: 'break' }, text('again')] },
      text('after'),
    ]);
  });

  it('quotes everything after three angles', () => {
    expect(parseMarkdown('>>> one\ntwo')).toEqual([
      { type: 'quote', children: [text('one'), { type: 'break' }, text('two')] },
    ]);
  });

  it('nests lists by indentation and numbers from the first number', () => {
    expect(parseMarkdown('- a\n  - b\n- c')).toEqual([
      {
        type: 'list',
        start: null,
        items: [[text('a'), { type: 'list', start: null, items: [[text('b')]] }], [text('c')]],
      },
    ]);
    expect(parseMarkdown('3. x\n4. y')).toEqual([{ type: 'list', start: 3, items: [[text('x')], [text('y')]] }]);
  });

  it('takes no block where blocks are not allowed', () => {
    expect(parseMarkdown('# Title', { blocks: false })).toEqual([text('# Title')]);
  });

  it('needs a space after the hash and nothing before it', () => {
    expect(parseMarkdown('#general')).toEqual([text('#general')]);
    expect(parseMarkdown('a # b')).toEqual([text('a # b')]);
  });
});

describe('links', () => {
  it('links bare addresses without the punctuation of the sentence', () => {
    expect(parseMarkdown('see https://a.example/x_(y)).')).toEqual([
      text('see '),
      { type: 'link', url: 'https://a.example/x_(y)', children: [text('https://a.example/x_(y)')] },
      text(').'),
    ]);
  });

  it('reads masked and bracketed links', () => {
    expect(parseMarkdown('[**go**](https://a.example) <https://b.example>')).toEqual([
      { type: 'link', url: 'https://a.example', children: [{ type: 'strong', children: [text('go')] }] },
      text(' '),
      { type: 'link', url: 'https://b.example', children: [text('https://b.example')] },
    ]);
  });

  it('never links to anything but http', () => {
    expect(parseMarkdown('[x](javascript:alert(1)) <javascript:alert(1)>')).toEqual([
      text('[x](javascript:alert(1)) <javascript:alert(1)>'),
    ]);
  });
});

describe('mentions and emoji', () => {
  it('reads people, roles, channels, commands, everyone and pages', () => {
    expect(parseMarkdown('<@1><@!2><@&3><#4></me profile:5><id:guide> @everyone')).toEqual([
      { type: 'user', id: '1' },
      { type: 'user', id: '2' },
      { type: 'role', id: '3' },
      { type: 'channel', id: '4' },
      { type: 'command', id: '5', name: 'me profile' },
      { type: 'guildPage', page: 'guide' },
      text(' '),
      { type: 'everyone', text: '@everyone' },
    ]);
  });

  it('reads timestamps and refuses those beyond the calendar', () => {
    expect(parseMarkdown('<t:1700000000:R>')).toEqual([{ type: 'timestamp', ms: 1_700_000_000_000, style: 'R' }]);
    expect(parseMarkdown('<t:99999999999999>')).toEqual([text('<t:99999999999999>')]);
  });

  it('knows a message that is only emoji', () => {
    expect(parseMarkdown('<a:wave:1>👍🏽')).toEqual([
      { type: 'customEmoji', id: '1', name: 'wave', animated: true },
      { type: 'emoji', text: '👍🏽' },
    ]);
    expect(isJumbo(parseMarkdown('👍 👩‍👩‍👧'))).toBe(true);
    expect(isJumbo(parseMarkdown('👍 yes'))).toBe(false);
    expect(isJumbo(parseMarkdown('7'))).toBe(false);
  });

  it('gives plain words for previews, with names and without spoilers', () => {
    const nodes = parseMarkdown('**hi** <@1> ||secret||');

    const words = plainText(nodes, (node) => (node.type === 'user' ? '@Ada' : undefined));

    expect(words).toBe('hi @Ada ▇▇▇▇▇▇');
  });
});

it('keeps every word of hostile text', () => {
  const hostile = [
    '*a'.repeat(2_000),
    '**a '.repeat(1_000),
    '[a'.repeat(2_000),
    '`a'.repeat(2_000),
    '_*a'.repeat(1_300),
    '[a'.repeat(50_000),
    `${'[a'.repeat(50_000)}]`,
    `https://a.b/a${')'.repeat(2_000)}`,
    `# a${' #'.repeat(50_000)}`,
  ];

  const words = hostile.map((source) => plainText(parseMarkdown(source)));

  expect(words.map((shown) => shown.split('a').length)).toEqual(hostile.map((source) => source.split('a').length));
});
