import { startLocalModel } from '@tzurot/local-model';
import { expect, it } from 'vitest';

import { connectVendor } from './index.ts';
import { local } from './local/index.ts';
import { createModelLists } from './model-lists.ts';
import type { Vendor } from './vendor.ts';

const access = { key: 'local-key', address: null };
const { signal } = new AbortController();

function vendorAt(url: string): Vendor {
  const vendor = connectVendor(local, { url, publicUrl: null });
  if (vendor === null) throw new Error('it is offered at any url');
  return vendor;
}

const withModels = (...models: string[]): Vendor => ({
  ...vendorAt('http://127.0.0.1:9'),
  listModels: async () => models.map((id) => ({ id })),
});

it("finds a wrong name by the vendor's own list, and says what may have been meant", async () => {
  const server = await startLocalModel({ port: 0 });
  const lists = createModelLists();

  const right = await lists.check(vendorAt(server.url), 'local/story', access, signal);
  const wrong = await lists.check(vendorAt(server.url), 'local/storry', access, signal);
  await server.close();

  expect(right).toEqual({ isKnown: true, similar: [] });
  expect(wrong).toMatchObject({ isKnown: false, similar: expect.arrayContaining(['local/story']) });
});

it('asks for a list once in ten minutes, for each key', async () => {
  let nowMs = 0;
  let asked = 0;
  const lists = createModelLists(() => nowMs);
  const listModels = async () => {
    asked += 1;
    return [{ id: 'one' }];
  };
  const vendor = { ...withModels(), listModels };
  const ask = (key: string) => lists.check(vendor, 'one', { ...access, key }, signal);

  await ask('local-a');
  await ask('local-a');
  await ask('local-b');
  nowMs = 11 * 60_000;
  await ask('local-a');

  expect(asked).toBe(3);
});

it.each([
  ['claude-haiku-4-5', 'claude-haiku-4-5-20251001'],
  ['gpt-5.2', 'gpt-5.2-2026-01-15'],
  ['llama3.2', 'llama3.2:latest'],
  ['deepseek/deepseek-r1:nitro', 'deepseek/deepseek-r1'],
  ['gemini-3.5-flash', 'models/gemini-3.5-flash'],
])('takes %s for %s', async (model, listed) => {
  expect(await createModelLists().check(withModels(listed), model, access, signal)).toMatchObject({ isKnown: true });
});

it('knows nothing of a vendor without a list', async () => {
  expect(await createModelLists().check({ ...withModels(), listModels: null }, 'x', access, signal)).toBeNull();
});
