import { expect, it } from 'vitest';
import config from '../../.dependency-cruiser.mjs';
import { boundaries } from './boundaries.ts';
import { runCheck } from './check.ts';
import { listSources } from './sources.ts';
import { plantFolder } from './testing/plant-folder.ts';

/** What each of our packages is found by, and the ones from outside that the rules name. */
const modules = Object.fromEntries(
  ['zod', 'express', 'openai', 'discord.js', '@prisma/client', 'vite'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, ''],
  ]),
);

const packages = ['contracts', 'platform', 'local-model', 'startup', 'journeys'].map((name) => `packages/${name}`);
const services = ['bot-client', 'api-gateway', 'ai-worker'].map((name) => `services/${name}`);

const manifest = JSON.stringify({
  dependencies: { zod: '1.0.0', openai: '1.0.0', 'discord.js': '1.0.0', '@prisma/client': '1.0.0' },
  devDependencies: { vite: '1.0.0' },
});

/** A workspace in which every kind of import that is allowed happens. */
const good = {
  ...modules,
  ...Object.fromEntries([...packages, ...services].map((folder) => [`${folder}/package.json`, manifest])),
  'packages/contracts/src/index.ts': "import 'zod';",
  'packages/platform/src/index.ts': "import '../../contracts/src/index.ts'; import 'node:fs';",
  'packages/platform/src/testing/fake.ts': 'export {};',
  'packages/platform/src/good.test.ts':
    "import './testing/fake.ts'; import '../../local-model/src/index.ts'; import 'vite';",
  'packages/words/src/index.ts': "import '../../contracts/src/index.ts';",
  'packages/local-model/src/index.ts': "import 'zod';",
  'packages/startup/src/index.ts':
    "import '../../../services/bot-client/src/index.ts'; import '../../local-model/src/index.ts';",
  'packages/journeys/src/index.ts':
    "import '../../../services/bot-client/src/index.ts'; import '../../startup/src/index.ts'; import 'discord.js'; import 'openai';",
  'services/bot-client/src/index.ts':
    "import '../../../packages/platform/src/index.ts'; import 'discord.js'; import 'zod';",
  'services/api-gateway/src/index.ts': "import '@prisma/client';",
  'services/api-gateway/src/turns/lease.ts': "import '../database/query.ts';",
  'services/api-gateway/src/database/query.ts': "import '@prisma/client';",
  'services/ai-worker/src/index.ts': "import './turns/speak.ts'; import 'openai';",
  'services/ai-worker/src/turns/speak.ts': "import '../prompt/compose.ts'; import '../output/clean.ts';",
  'services/ai-worker/src/prompt/compose.ts': 'export {};',
  'services/ai-worker/src/output/clean.ts': 'export {};',
  'scripts/start.ts': "import '../services/bot-client/src/index.ts'; import '../packages/local-model/src/index.ts';",
};

/** For each rule a folder, and a file in it that breaks the rule. */
const breaches: Record<string, [folder: string, text: string]> = {
  'contracts-import-only-zod': ['packages/contracts/src', "import 'express';"],
  'words-import-only-contracts': ['packages/words/src', "import '../../platform/src/index.ts';"],
  'the-gateway-writes-no-sentences': ['services/api-gateway/src', "import '../../../packages/words/src/index.ts';"],
  'platform-imports-only-contracts': ['packages/platform/src', "import '../../local-model/src/index.ts';"],
  'local-packages-stand-alone': ['packages/local-model/src', "import '../../contracts/src/index.ts';"],
  'only-startup-journeys-and-scripts-import-local-packages': [
    'services/ai-worker/src',
    "import '../../../packages/local-model/src/index.ts';",
  ],
  'services-never-import-each-other': ['services/ai-worker/tests', "import '../../bot-client/src/index.ts';"],
  'only-startup-journeys-and-scripts-import-services': [
    'packages/local-model/tests',
    "import '../../../services/bot-client/src/index.ts';",
  ],
  'only-journeys-and-scripts-import-startup': ['packages/local-model/tests', "import '../../startup/src/index.ts';"],
  'nothing-imports-journeys': ['services/bot-client/tests', "import '../../../packages/journeys/src/index.ts';"],
  'worker-leaves-never-meet': ['services/ai-worker/src/outlets', "import '../output/clean.ts';"],
  'memory-never-imports-turns': ['services/api-gateway/src/memory', "import '../turns/lease.ts';"],
  'plain-rows-go-through-prisma': ['services/api-gateway/src/wallet', "import '../database/query.ts';"],
  'only-the-gateway-imports-prisma': ['services/ai-worker/src', "import '@prisma/client';"],
  'only-the-worker-imports-openai': ['services/bot-client/src', "import 'openai';"],
  'only-bot-client-imports-discord-js': ['services/api-gateway/src', "import 'discord.js';"],
  'tests-stay-out-of-what-runs': ['packages/platform/src', "import './testing/fake.ts';"],
  'what-runs-needs-no-dev-dependency': ['services/bot-client/src', "import 'vite';"],
  'no-cycles': ['packages/platform/src', "import type { Other } from './other.ts'; export type Some = Other;"],
  'every-import-is-found': ['services/bot-client/src', "import './gone.ts';"],
};

const otherHalfOfTheCycle = {
  'packages/platform/src/other.ts': "import type { Some } from './no-cycles.ts'; export type Other = Some;",
};

async function look(files: Record<string, string>): Promise<string[]> {
  const folder = plantFolder(files, { ownModules: true });
  const { findings } = await runCheck(boundaries, listSources(folder), folder);
  return findings.split('\n').filter((line) => line !== '');
}

it('finds nothing where every import is allowed', async () => {
  const findings = await look(good);

  expect(findings).toEqual([]);
});

it('finds a breach of each rule', async () => {
  const files = Object.entries(breaches).map(([rule, [folder, text]]) => [`${folder}/${rule}.ts`, text]);

  const findings = await look({ ...good, ...Object.fromEntries(files), ...otherHalfOfTheCycle });

  const found = Object.entries(breaches).filter(([rule, [folder]]) =>
    findings.some((line) => line.startsWith(`${rule}: ${folder}/${rule}.ts → `)),
  );
  expect(found.map(([rule]) => rule)).toEqual(config.forbidden?.map((rule) => rule.name));
});

it('fails when it looks at nothing', async () => {
  const folder = plantFolder({ 'packages/contracts/src/index.ts': 'export {};' }, { ownModules: true });

  const { findings } = await runCheck(boundaries, [], folder);

  expect(findings).not.toBe('');
});
