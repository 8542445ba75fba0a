import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storesKey } from '../src/world/own-model.ts';
import { sha256 } from '../src/world/prompts.ts';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld({ operator: { EMBED_EVERY_MS: '50' } });

let database: Client;
beforeAll(async () => {
  database = new Client({ connectionString: world().around.databaseUrl });
  await database.connect();
});
afterAll(() => database.end());

async function vectors(): Promise<number> {
  const { rows } = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM memory_vectors');
  return rows[0]?.count ?? 0;
}

const costs = async () => {
  const { rows } = await database.query(
    `SELECT payer, outcome FROM usage_events WHERE model = 'local/embed' ORDER BY created_at`,
  );
  return rows;
};

it('recalls what shares no word with the question, once it was embedded, at the cost of the one who asks', async () => {
  const { ada, places, promptsAbout, model } = world();
  const key = 'local-adas-own-key-0001';
  await storesKey(ada, places.channels.general, key);
  const told = await ada.says(places.channels.general, '@Lilith my lighthousekeeper is called Bartholomew');
  await ada.hears({ by: 'Lilith', after: told });
  await expect.poll(vectors, { timeout: 20_000 }).toBe(1);

  const asked = await ada.says(places.threads.prologue, '@Lilith and the lighthousekeepr?');
  await ada.hears({ by: 'Lilith', after: asked });

  expect(promptsAbout('and the lighthousekeepr?')[0]?.question).toContain('called Bartholomew');
  expect(
    model
      .log()
      .filter(({ path }) => path.endsWith('/embeddings'))
      .map((request) => request.keySha256),
  ).toContain(sha256(key));
  const paid = { payer: 'user', outcome: 'answered' };
  expect((await costs()).slice(0, 2)).toEqual([paid, paid]);
});
