import { readAllUsage, readOwnUsage, type UsageReport } from '@tzurot/contracts';
import { answer, fakeGateway } from '@tzurot/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeChart } from '../src/commands/usage/chart.ts';
import { writeUsageFile } from '../src/commands/usage/usage-file.ts';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { flatten, readText } from './support/fits-discord.ts';
import type { Person } from './support/person.ts';
import { hasOpenApi, judgeCalls } from './support/spec.ts';

let bot: BotUnderTest;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  bot = await startBot();
  ada = await bot.connect('ada');
  ben = await bot.connect('ben');
});
afterAll(() => bot.stop());

const sum = { calls: 3, failedCalls: 1, promptTokens: 12_000, completionTokens: 800, costUsd: 0.0421 };

const report = (changes: Partial<UsageReport> = {}): UsageReport => ({
  period: '7d',
  total: sum,
  steps: [{ at: '2026-11-30T00:00:00.000Z', ...sum }],
  models: [{ key: 'openrouter/vendor/model', name: null, ...sum }],
  characters: [
    { key: 'c', name: '*Lilith*', ...sum },
    { key: '', name: null, ...sum },
  ],
  payers: [{ key: 'user', name: null, ...sum }],
  people: [],
  servers: [],
  ...changes,
});

it.each(['usage', 'me usage'])(
  '/%s shows what somebody used as a picture with its description, and as tables',
  async (command) => {
    const gateway = fakeGateway(answer(readOwnUsage, () => ({ report: report(), freeReplies: null })));
    bot.give({ gateway });

    await ben.use(command, { period: '7d', theme: 'light' });

    const shown = await ben.see('Your usage');
    const said = readText(shown);
    const gallery = flatten(shown.components ?? []).find((node) => node['type'] === 12);
    expect(said).toContain('**3 requests**: 12K tokens read, 800 written, $0.0421');
    expect(said).toMatch(/\*Lilith\\\*: \$0\.0421/);
    expect(said).toContain('Without a character');
    expect(JSON.stringify(gallery)).toContain('2026-11-30: 12.8K');
    expect(gateway.callsOf(readOwnUsage)).toMatchObject([{ query: { period: '7d' } }]);
  },
);

it('/usage of a guest says how many free replies are left', async () => {
  const nothing = { calls: 0, failedCalls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 };
  const empty = report({ total: nothing, steps: [], models: [], characters: [], payers: [] });
  const freeReplies = { used: 97, limit: 100, renewsAt: '2026-12-02T00:00:00.000Z' };
  bot.give({ gateway: fakeGateway(answer(readOwnUsage, () => ({ report: empty, freeReplies }))) });

  await ben.use('usage');

  const said = readText(await ben.see('Your usage'));
  expect(said).toContain('**3 of 100**');
  expect(said).toContain('Nothing was used in this time.');
});

it('/admin usage is for operators, and brings a table for spreadsheets', async () => {
  const people = [{ key: '1', name: '=HYPERLINK("x")', ...sum }];
  const all = report({ people, servers: [{ key: bot.discord.world.guild.id, name: null, ...sum }] });
  bot.give({ gateway: fakeGateway(answer(readAllUsage, () => all)) });

  await ada.use('admin usage');

  const shown = await ada.see("Everybody's usage");
  expect(readText(shown)).toContain('Tavern: $0.0421');
  expect(shown.attachments.map(({ filename }) => filename).toSorted()).toContain('usage-7d.csv');
  expect(writeUsageFile(all, () => null).bytes.toString()).toContain(
    `"person","1","'=HYPERLINK(""x"")","3","1","12000","800","0.0421"`,
  );
});

it('draws a bar for every hour or day, and a label for some', () => {
  const now = new Date('2026-12-01T10:00:00.000Z');

  const month = writeChart(report({ period: '30d' }), 'dark', now);
  const day = writeChart(report({ period: '24h', steps: [] }), 'light', now);

  expect(month.match(/<rect [^>]*width="2\d/g)).toHaveLength(60);
  expect(month.match(/>[A-Z][a-z]{2} \d+</g)).toHaveLength(10);
  expect(day).toContain('>08:00<');
});

it.skipIf(!hasOpenApi)("sends only what Discord's own description allows", () => {
  expect(judgeCalls(bot.discord).problems).toEqual([]);
});
