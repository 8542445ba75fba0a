import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalModelServer, startLocalModel } from '../src/index.ts';
import { collect, createCheckedClient } from './checked-client.ts';

let server: LocalModelServer;
beforeAll(async () => {
  server = await startLocalModel({ port: 0 });
});
afterAll(() => server.close());

describe.each(['openai', 'openrouter'] as const)('in the shape of %s', (vendor) => {
  it('embeds several texts, in base64 as the client asks by itself and as numbers', async () => {
    const { client, seen, expectDescribed } = createCheckedClient(server.url, vendor);

    const packed = await client.embeddings.create({ model: 'local/embed', input: ['a cat', 'a dog'] });
    const plain = await client.embeddings.create({ model: 'local/embed', input: 'a dog', encoding_format: 'float' });

    expect(seen[0]?.request).toMatchObject({ encoding_format: 'base64' });
    expect(packed.data.map(({ embedding }) => embedding.length)).toEqual([384, 384]);
    expect(packed.data[1]?.embedding).toEqual(plain.data[0]?.embedding);
    expect(packed.usage.prompt_tokens).toBe(4);
    expectDescribed();
  });

  it('embeds in as many dimensions as asked, and token ids as well as text', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);

    const few = await client.embeddings.create({ model: 'local/embed', input: 'a cat', dimensions: 8 });
    const ids = await client.embeddings.create({ model: 'local/embed', input: [[1, 2], [3]] });

    expect(few.data[0]?.embedding).toHaveLength(8);
    expect(ids.data).toHaveLength(2);
    expectDescribed();
  });

  it.each([
    [{ input: '' }, 400],
    [{ input: [] }, 400],
    [{ dimensions: 0 }, 400],
    [{ model: 'local/story' }, 404],
  ])('refuses to embed %j', async (change, status) => {
    const { client } = createCheckedClient(server.url, vendor);

    const failure = client.embeddings.create({ model: 'local/embed', input: 'a cat', ...change });

    await expect(failure).rejects.toMatchObject({ status });
  });

  it('lists its models', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);

    const models = await collect(client.models.list());

    const ids = models.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['local/story', 'local/echo', 'local/embed', 'local/story:free']));
    expect(new Set(ids).size).toBe(ids.length);
    expectDescribed();
  });
});

it('has behind every chat model it lists one that answers, unless the id promises trouble', async () => {
  const { client } = createCheckedClient(server.url, 'openai');
  const ids = (await collect(client.models.list())).map(({ id }) => id);

  const outcomes = await Promise.all(
    ids.map(async (model) => {
      const answer = client.chat.completions.create({ model, messages: [{ role: 'user', content: 'hi' }] });
      return { model, isAnswered: await answer.then(({ model: told }) => told === model).catch(() => false) };
    }),
  );

  const promisesTrouble = /\/(?:late-)?error|cut|flaky|embed/;
  expect(outcomes).toEqual(ids.map((model) => ({ model, isAnswered: !promisesTrouble.test(model) })));
});

it('knows one model by its id, the slash escaped or not', async () => {
  const { client, expectDescribed } = createCheckedClient(server.url, 'openai');
  const headers = { authorization: 'Bearer local-test' };

  const escaped = await client.models.retrieve('local/slow-25');
  const plain = await fetch(`${server.url}/v1/models/local/story`, { headers });
  const unknown = client.models.retrieve('gpt-unheard-of');

  expect(escaped.id).toBe('local/slow-25');
  expect(await plain.json()).toMatchObject({ id: 'local/story' });
  await expect(unknown).rejects.toMatchObject({ status: 404 });
  expectDescribed();
});

it('shows models without a key where OpenRouter does, and not where OpenAI does not', async () => {
  const open = await fetch(`${server.url}/api/v1/models`);
  const closed = await fetch(`${server.url}/v1/models`);

  expect(open.status).toBe(200);
  expect(closed.status).toBe(401);
});

it("tells about a key as OpenRouter does, and refuses a stranger's", async () => {
  const { client, expectDescribed } = createCheckedClient(server.url, 'openrouter');
  const stranger = createCheckedClient(server.url, 'openrouter', { apiKey: 'sk-or-not-for-here' });

  const told = await client.get('/key');
  const refused = stranger.client.get('/key');

  expect(told).toMatchObject({ data: { limit: null, is_free_tier: false } });
  await expect(refused).rejects.toMatchObject({ status: 401 });
  expectDescribed();
  stranger.expectDescribed();
});
