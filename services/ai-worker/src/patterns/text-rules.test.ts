import { expect, it } from 'vitest';
import { applyRules } from './text-rules.ts';

const rule = (pattern: string, replacement = '', trims: string[] = []) => ({
  name: pattern,
  pattern,
  replacement,
  trims,
});

it.each([
  { rules: [rule('/\\*([^*]+)\\*/g', '_$1_')], text: '*waves* and *nods*', to: '_waves_ and _nods_' },
  { rules: [rule('o')], text: 'foo', to: 'fo' },
  { rules: [rule('/(?<who>ada)/gi', '$<who>!')], text: 'Ada, ada', to: 'Ada!, ada!' },
  { rules: [rule('/<status>[^]*<\\/status>/')], text: 'a <status>x\ny</status>b', to: 'a b' },
  { rules: [rule('/\\[(.+?)\\]/g', '{{match}}', ['[', ']'])], text: '[one] [two]', to: 'one two' },
  { rules: [rule('/a/g', 'b'), rule('/b/g', '$$1')], text: 'a', to: '$1' },
  { rules: [rule('/(a)|(b)/g', '<$1$2$3>')], text: 'ab', to: '<a><b>' },
])('replaces by $rules.0.pattern in $text', ({ rules, text, to }) => {
  expect(applyRules(text, rules)).toEqual({ text: to, problems: [] });
});

it('passes over a pattern that the engine does not know, and says so', () => {
  const said = applyRules('aa b', [rule('/(a)\\1/g'), rule('/a{1,900}{1,900}/'), rule('/b/', 'c')]);

  expect(said).toEqual({
    text: 'aa c',
    problems: [
      { name: '/(a)\\1/g', problem: 'bad-pattern' },
      { name: '/a{1,900}{1,900}/', problem: 'bad-pattern' },
    ],
  });
});

it('leaves a text as it is when a rule would blow it up, or takes too long', () => {
  const text = 'a'.repeat(20_000);

  const said = applyRules(text, [rule('/a/g', 'b'.repeat(500)), rule('/a.*?x|a/g', 'c')]);

  expect(said.text).toBe(text);
  expect(said.problems.map(({ problem }) => problem)).toEqual(['too-costly', 'too-costly']);
});
