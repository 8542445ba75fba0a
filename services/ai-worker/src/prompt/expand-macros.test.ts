import { expect, it } from 'vitest';

import { expandMacros } from './expand-macros.ts';

const values = { char: 'Lilith', user: '{{char}}', persona: 'A cartographer.' };

it.each([
  ['{{char}} and {{ CHAR }} and <BOT>', 'Lilith and Lilith and Lilith'],
  ['{{user}} or <USER>', '{{char}} or {{char}}'],
  ['{{persona}}{{newline}}x{{noop}}{{// a remark }}y', 'A cartographer.\nxy'],
  ['{{random::a::b}} {{time}} {{unknown}} {char}', '{{random::a::b}} {{time}} {{unknown}} {char}'],
  ['{{reverse:abc}} {{space::3}}|{{newline::2}}', 'cba    |\n\n'],
  ['a\n\n{{trim}}\n\nb', 'ab'],
  ['{{hidden_key:x}}{{comment: y}}{{banned "z"}}{{input}}|', '|'],
  ['{{setvar::n::2}}{{incvar::n}}{{addvar::n::4}} {{getvar::n}}{{getglobalvar::m}}', '3 7'],
  ['{{charIfNotGroup}} <GROUP>', 'Lilith Lilith'],
  ['{{reverse:{{char}}}}', 'htiliL'],
  ['{{outlet::harbour}}|{{outlet::none}}', '|'],
  ['{{constructor}} {{__proto__}} {{toString}}', '{{constructor}} {{__proto__}} {{toString}}'],
  ['{{{char}}} {{ <USER> {{char}} {{', '{Lilith} {{ {{char}} Lilith {{'],
  ['a{{// <USER>, a long remark }}b}}', 'ab}}'],
])('%j expands to %j', (text, expected) => {
  expect(expandMacros(text, values)).toBe(expected);
});

it('stops expanding before a text grows beyond four times its length and 64 KB', () => {
  const persona = 'x'.repeat(4_000);
  const card = '{{persona}}'.repeat(4_545);

  const expanded = expandMacros(card, { ...values, persona });

  expect(expanded.length).toBeLessThanOrEqual(4 * card.length + 65_536);
  expect(expanded.startsWith(persona)).toBe(true);
  expect(expanded.endsWith('{{persona}}{{persona}}')).toBe(true);
});

it('stops expanding after a thousand macros', () => {
  const expanded = expandMacros('{{user}},<BOT>,'.repeat(2_000), { ...values, user: 'Ada' });

  expect(expanded).toBe('Ada,Lilith,'.repeat(500) + '{{user}},<BOT>,'.repeat(1_500));
});

const lucky = { ...values, seed: 'one', pickSeed: 'here', now: new Date('2026-01-05T15:04:05Z') };

it('takes luck from the seed: the same is the same, another seed or place rolls apart, and pick stays', () => {
  const roll = (text: string, seed: string) => expandMacros(text, { ...lucky, seed });
  const seeds = Array.from({ length: 60 }, (_, n) => `${n}`);

  expect(roll('{{random::a::b::c}}', 'x')).toBe(roll('{{random::a::b::c}}', 'x'));
  expect(new Set(seeds.map((seed) => roll('{{random:a,b\\,c}}', seed)))).toEqual(new Set(['a', 'b,c']));
  expect(new Set(seeds.map((seed) => roll('{{pick::a::b::c}}', seed))).size).toBe(1);
  expect(new Set(seeds.map((seed) => Number(roll('{{roll:d6}}', seed))))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  expect(seeds.every((seed) => Number(roll('{{roll 3d4+2}}', seed)) >= 5)).toBe(true);
});

it.each(['{{roll:999999999d999999999}}', '{{roll:0}}', '{{roll:x}}'])('rolls nothing for %s', (text) => {
  expect(expandMacros(text, lucky)).toBe('');
});

it.each([
  ['{{time}}', '15:04 UTC', 'the current time'],
  ['{{isodate}}', '2026-01-05', "today's date"],
  ['{{weekday}}', 'Monday', 'the current weekday'],
  ['{{time_UTC+2}}', '17:04 UTC+2', 'the current time'],
  ['{{datetimeformat::ddd D MMM YYYY, h:mm A [sharp]}}', 'Mon 5 Jan 2026, 3:04 PM sharp', 'the current time'],
])('%s is the moment of the turn, and words that stay where the prompt begins', (text, fresh, stable) => {
  expect(expandMacros(text, lucky)).toBe(fresh);
  expect(expandMacros(text, { ...lucky, isStable: true })).toBe(stable);
});

it('never expands what a person wrote, in an argument either', () => {
  const hostile = { ...lucky, user: '::{{char}}::', persona: '{{roll:6}}' };

  expect(expandMacros('{{reverse:{{user}}}} {{random::{{user}}::{{user}}}}', hostile)).toBe(
    '::}}rahc{{:: ::{{char}}::',
  );
  expect(expandMacros('{{persona}}', hostile)).toBe('{{roll:6}}');
});

it('stays quick with macros thousands deep', () => {
  const depth = 20_000;

  const expanded = expandMacros(`${'{{reverse:'.repeat(depth)}a${'}}'.repeat(depth)}`, lucky);

  expect(expanded.length).toBeGreaterThan(0);
});
