import { describe, expect, it } from 'vitest';
import { type Check, runCheck } from './check.ts';
import { format } from './format.ts';
import { lint } from './lint.ts';
import { sentences } from './sentences.ts';
import { listSources } from './sources.ts';
import { plantFolder } from './testing/plant-folder.ts';
import { types } from './types.ts';
import { unusedCode } from './unused-code.ts';

const manifest = JSON.stringify({ name: '@tzurot/good', type: 'module', exports: './src/index.ts' }, null, 2);

const good = {
  'packages/good/package.json': `${manifest}\n`,
  'packages/good/src/index.ts': "import { half } from './half.ts';\n\nexport const quarter = half(0.5);\n",
  'packages/good/src/half.ts': 'export const half = (whole: number): number => whole / 2;\n',
  // The scripts that our real package.json names.
  'scripts/run.mjs': "console.log('runs');\n",
};

const look = (check: Check, files: Record<string, string>) => {
  const folder = plantFolder(files);
  return runCheck(check, listSources(folder), folder);
};

/** What each check must find when it is added to the good files above. */
const cases: { check: Check; path: string; text: string; says: string }[] = [
  { check: types, path: 'packages/good/src/wrong.ts', text: "export const n: number = 'one';\n", says: 'wrong.ts' },
  {
    check: types,
    path: 'packages/good/tests/wrong.test.ts',
    text: 'const n: number = false;\n',
    says: 'wrong.test.ts',
  },
  {
    check: types,
    path: 'scripts/wrong.mjs',
    text: "/** @type {number} */\nexport const n = '1';\n",
    says: 'wrong.mjs',
  },
  { check: format, path: 'packages/good/src/wrong.ts', text: 'export const  n = "1"\n', says: 'wrong.ts' },
  { check: format, path: 'packages/good/wrong.json', text: '{"a":1}', says: 'wrong.json' },
  {
    check: lint,
    path: 'packages/good/src/wrong.ts',
    text: 'const later = async (): Promise<number> => 1;\n\nlater();\n',
    says: 'no-floating-promises',
  },
  { check: lint, path: 'packages/good/src/wrong.ts', text: 'export const n = 1 as any;\n', says: 'no-explicit-any' },
  { check: unusedCode, path: 'packages/good/src/wrong.ts', text: 'export {};\n', says: 'wrong.ts' },
  {
    check: unusedCode,
    path: 'packages/good/src/half.ts',
    text: `${good['packages/good/src/half.ts']}export const third = 1 / 3;\n`,
    says: 'third',
  },
  {
    check: unusedCode,
    path: 'packages/good/package.json',
    text: JSON.stringify({ ...JSON.parse(manifest), dependencies: { 'left-pad': '1.0.0' } }),
    says: 'left-pad',
  },
  {
    check: sentences,
    path: 'services/bot-client/src/commands/wrong.ts',
    text: 'export const note = (name: string): string => `You know ${name} already.`;\n',
    says: 'wrong.ts:1: say this from packages/words: "You know … already."',
  },
  {
    check: sentences,
    path: 'services/ai-worker/src/turns/wrong.ts',
    text: "export const notice = [\n  'I am lost now.',\n];\n",
    says: 'wrong.ts:2',
  },
];

it('the check of sentences allows those for developers, and descriptions of commands', async () => {
  const text = `
    export const hello = { description: 'Say hello to everybody', options: { to: option.string('Who you say hello to') } };
    log.warn({}, 'could not say hello');
    throw new AppError('internal', 'there was nobody to greet', { reason: 'nobody-here' });
  `;

  const result = await look(sentences, { ...good, 'services/bot-client/src/commands/hello.ts': text });

  expect(result.findings).toBe('');
});

describe.each([types, format, lint, sentences])('the check of $name', (check) => {
  it('finds nothing in good files', async () => {
    const result = await look(check, good);

    expect(result.findings).toBe('');
  });
});

describe.each(cases)('the check of $check.name', ({ check, path, text, says }) => {
  it(`finds ${says} in ${path}`, async () => {
    const result = await look(check, { ...good, [path]: text });

    expect(result.findings).toContain(says);
  });
});

it('the check of types fails when its configuration leaves files out', async () => {
  const narrow = JSON.stringify({ extends: './tsconfig.base.json', include: ['packages/good/src/half.ts'] });

  const result = await look(types, { ...good, 'tsconfig.json': narrow });

  expect(result.findings).toContain('its configuration misses some');
});

it.each([format, lint])('the check of $name fails when its configuration leaves everything out', async (check) => {
  const nothing = {
    'biome.json': JSON.stringify({ files: { includes: ['no-such-folder/**'] } }),
    '.oxlintrc.json': JSON.stringify({ ignorePatterns: ['**'] }),
  };

  const result = await look(check, { ...good, ...nothing });

  expect(result.findings).not.toBe('');
});

it('the check of unused code fails when its configuration leaves everything out', async () => {
  const result = await look(unusedCode, { ...good, 'knip.json': JSON.stringify({ entry: [], project: ['!**'] }) });

  expect(result.findings).not.toBe('');
});
