import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { beforeAll, expect, it } from 'vitest';
import type { Answer } from '../src/world/interactions.ts';
import type { Person } from '../src/world/person.ts';
import { sha256 } from '../src/world/prompts.ts';
import { useWorld } from '../src/world/use-world.ts';

// Everything that is ever logged has to be free of keys, and a model that is silent should not be waited for long.
const world = useWorld({ logLevel: 'trace', operator: { REPLY_TIMEOUT_MS: '1500' } });

beforeAll(async () => {
  await storesKey(world().ben, 'local-of-ben');
});

async function storesKey(person: Person, key: string): Promise<Answer> {
  const { general } = world().places.channels;
  const form = await person.opens('/wallet set', { vendor: 'local' }, general);
  return (await form.submits({ Key: key })).becomes(/takes your|refuses your|could not be asked/);
}

/** From now on this person talks to this model. */
async function talksTo(person: Person, model: string): Promise<void> {
  const { general } = world().places.channels;
  const made = await person.uses('/preset create', { name: `to ${model}`, model, provider: 'local' }, general);
  await (await made.presses('Use by default')).becomes('You talk with it');
}

it("shows the vendor the person's own key, and keeps it in clear nowhere", async () => {
  const { ada, cyn, places, discord, model, directory, around, settles, promptsAbout } = world();
  const key = `local-${crypto.randomUUID()}`;

  const stored = await storesKey(ada, key);
  const mine = await ada.says(places.channels.general, '@Lilith whose key is this?');
  await ada.hears({ by: 'Lilith', after: mine });
  const others = await cyn.says(places.channels.general, '@Lilith and whose is mine?');
  await cyn.hears({ by: 'Lilith', after: others });
  const wallet = await ada.uses('/wallet list', {}, places.channels.general);
  await settles();

  expect(stored.text).toContain(`takes your Local key \`…${key.slice(-4)}\``);
  expect(promptsAbout('whose key is this?').map(({ keySha256 }) => keySha256)).toEqual([sha256(key)]);
  expect(promptsAbout('and whose is mine?').map(({ keySha256 }) => keySha256)).toEqual([sha256('local-operator')]);
  expect(wallet.text).toMatch(/Local.*in use.*last used/s);
  const kept = {
    'Discord: log and transcript': JSON.stringify(discord.readLog()) + discord.transcript(),
    'model: log': JSON.stringify(model.log()),
    ...(await readFiles(directory)),
    ...(await readTables(around.databaseUrl)),
  };
  expect(Object.keys(kept).length).toBeGreaterThan(50);
  const found = Object.entries(kept).filter(([, text]) => text.includes(key) || text.includes(key.slice(6)));
  expect(found.map(([where]) => where)).toEqual([]);
});

it('forgets a key that its vendor refuses, and a removed one', async () => {
  const { cyn, places, promptsAbout } = world();
  const { general } = places.channels;

  const refused = await storesKey(cyn, 'sk-or-somebody-elses');
  const better = await refused.opens('Enter another key');
  const accepted = await (await better.submits({ Key: 'local-of-cyn' })).becomes(/takes your/);
  const tested = await (await cyn.uses('/wallet test', { vendor: 'local' }, general)).becomes(/takes your/);
  const removed = await cyn.uses('/wallet remove', { vendor: 'local' }, general);
  const hello = await cyn.says(general, '@Lilith who pays for this?');
  await cyn.hears({ by: 'Lilith', after: hello });

  expect(refused.text).toContain('refuses your Local key');
  expect(accepted.text).toContain('takes your Local key');
  expect(tested.text).toContain('takes your Local key');
  expect(removed.text).toContain('Your Local key is forgotten');
  expect(promptsAbout('who pays for this?').map(({ keySha256 }) => keySha256)).toEqual([sha256('local-operator')]);
});

it('sends a long answer in pieces that fit, in order, and none twice', async () => {
  const { ben, places, settles } = world();
  await talksTo(ben, 'local/long-9000');

  const asked = await ben.says(places.channels.general, '@Pip tell me everything');
  await ben.hears({ by: 'Pip', after: asked, saying: /part 2\d\d/ });
  await settles();

  const pieces = ben.heard({ by: 'Pip', after: asked });
  expect(pieces.length).toBeGreaterThanOrEqual(5);
  expect(Math.max(...pieces.map(({ content }) => content.length))).toBeLessThanOrEqual(2_000);
  const told = pieces.map(({ content }) => content).join(' ');
  const numbers = [...told.matchAll(/tells part (\d+)/g)].map(([, number]) => Number(number));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

it('sends what a preset says, and tells what the model will not receive', async () => {
  const { ben, places, promptsAbout } = world();
  const { general } = places.channels;
  const made = await ben.uses('/preset create', { name: 'Warm', model: 'local/story', provider: 'local' }, general);
  const used = await made.presses('Use by default');

  const form = await used.opens('Edit', 'Sampling');
  const unfit = await form.submits({ temperature: '5' });
  const unreadable = await (await unfit.opens('Try again')).submits({ temperature: 'warm' });
  const saved = await (await unreadable.opens('Try again')).submits({ temperature: '0,7', min_p: '0.1', seed: '11' });
  const hello = await ben.says(general, '@Pip hello with a preset');
  await ben.hears({ by: 'Pip', after: hello });
  const listed = await ben.uses('/preset list', {}, general);

  expect(unfit.text).toMatch(/temperature.*2/s);
  expect(unreadable.text).toContain('“warm” is not a number');
  expect(saved.text).toMatch(/Kept, but this model will not receive:.*min\\_p/s);
  expect(promptsAbout('hello with a preset')[0]?.parameters).toMatchObject({ temperature: 0.7, seed: 11 });
  expect(promptsAbout('hello with a preset')[0]?.parameters).not.toHaveProperty('min_p');
  expect(listed.text).toMatch(/Warm.*★ default.*local\/story/);
});

const failures = [
  ['local/error-401', /does not accept|\/wallet set/],
  ['local/error-402', /no credit left/],
  ['local/error-429', /limits how often your key may ask/],
  ['local/error-500', /is down or cannot be reached/],
  ['local/slow-60000', /gave no answer within 2 seconds/],
  ['local/empty', /answered without a text/],
  ['local/error-429-insufficient_quota', /no credit left/],
  ['local/error-400-context_length_exceeded', /\/history clear/],
  ['local/nothing-of-this-name', /has no model/],
] as const;

it.each(failures)('says once and in character what went wrong with %s', async (model, explanation) => {
  const { ben, places, settles } = world();
  await talksTo(ben, model);

  const asked = await ben.says(places.channels.general, `@Lilith what of ${model}?`);
  const notice = await ben.hears({ by: 'Lilith', after: asked });
  await settles();

  const [words, smallPrint] = notice.content.split('\n-# ');
  expect(words).toContain('Something between me and the ink has come loose.');
  expect(smallPrint).toMatch(explanation);
  expect(notice.content).not.toMatch(/You asked for|"error"|at .*\.ts/);
  expect(ben.heard({ after: asked })).toEqual([notice]);
});

async function readFiles(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(files.map(async (path) => [path, await readFile(path, 'latin1')] as const));
  return Object.fromEntries(texts);
}

/** Every row of every schema, so that nothing hides in a compressed page. */
async function readTables(databaseUrl: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const texts: Record<string, string> = {};
    for (const { name } of tables) texts[name] = JSON.stringify((await client.query(`SELECT * FROM ${name}`)).rows);
    return texts;
  } finally {
    await client.end();
  }
}
