import { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalModelServer, startLocalModel } from '../src/index.ts';
import { collect, createCheckedClient } from './checked-client.ts';

const vendors = ['openai', 'openrouter'] as const;

let server: LocalModelServer;
beforeAll(async () => {
  server = await startLocalModel({ port: 0 });
});
afterAll(() => server.close());
beforeEach(() => server.clearLog());

const ask = (model: string, said = 'Hello there'): ChatCompletionCreateParamsNonStreaming => ({
  model,
  messages: [
    { role: 'system', content: 'You are Lilith.' },
    { role: 'user', content: `Ada (ada): ${said}` },
  ],
});

describe.each(vendors)('a chat completion in the shape of %s', (vendor) => {
  it('answers in the name of the character and quotes the message', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);

    const answer = await client.chat.completions.create(ask('local/story'));

    expect(answer.choices[0]?.message.content).toMatch(/^\*Lilith .*"Hello there," you said, Ada\./);
    expect(answer.choices[0]?.finish_reason).toBe('stop');
    expectDescribed();
  });

  it('streams the same text in pieces, and usage after them', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);
    const whole = await client.chat.completions.create(ask('local/story'));

    const stream = await client.chat.completions.create({
      ...ask('local/story'),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);

    const texts = chunks.flatMap((chunk) => chunk.choices[0]?.delta.content ?? '');
    expect(texts.filter((text) => text !== '').length).toBeGreaterThan(2);
    expect(texts.join('')).toBe(whole.choices[0]?.message.content);
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { total_tokens: whole.usage?.total_tokens, completion_tokens: whole.usage?.completion_tokens },
    });
    expectDescribed();
  });

  it('counts as cached what an earlier prompt of the same key began with', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor, { apiKey: `local-cache-${vendor}` });
    const stranger = createCheckedClient(server.url, vendor, { apiKey: `local-other-${vendor}` });
    const first = ask('local/story', 'once upon a time '.repeat(40));
    const second = { ...first, messages: [...first.messages, { role: 'user' as const, content: 'and then?' }] };

    const answers = [
      await client.chat.completions.create(first),
      await client.chat.completions.create(second),
      await stranger.client.chat.completions.create(second),
    ];

    const [cold, warm, strange] = answers.map(({ usage }) => usage?.prompt_tokens_details?.cached_tokens);
    const firstTokens = answers[0]?.usage?.prompt_tokens ?? 0;
    expect(cold).toBe(0);
    expect(warm).toBeGreaterThan(firstTokens - 17);
    expect(warm).toBeLessThanOrEqual(firstTokens);
    expect(strange).toBe(0);
    expectDescribed();
  });

  it('stops at a stop sequence and at the token limit', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);

    const stopped = await client.chat.completions.create({ ...ask('local/story'), stop: ['nowhere', 'you said'] });
    const limited = await client.chat.completions.create({ ...ask('local/story'), max_tokens: 3 });
    const both = await client.chat.completions.create({ ...ask('local/story'), max_completion_tokens: 500, stop: '*' });

    expect(stopped.choices[0]?.message.content).toMatch(/"Hello there," $/);
    expect(stopped.choices[0]?.finish_reason).toBe('stop');
    expect(limited.choices[0]?.message.content).toHaveLength(12);
    expect(limited.choices[0]?.finish_reason).toBe('length');
    expect(limited.usage?.completion_tokens).toBe(3);
    expect(both.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '' } });
    expectDescribed();
  });

  it('reads messages of several parts', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);

    const answer = await client.chat.completions.create({
      model: 'local/story',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Ada (ada): look at this' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          ],
        },
      ],
    });

    expect(answer.choices[0]?.message.content).toContain('"look at this," you said, Ada. You showed me 1 attachment.');
    expectDescribed();
  });

  it('leaves offered tools alone, and calls one when it must', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);
    const tools = [
      {
        type: 'function' as const,
        function: {
          name: 'remember',
          parameters: { type: 'object', required: ['fact'], properties: { fact: { type: 'string' } } },
        },
      },
    ];

    const free = await client.chat.completions.create({ ...ask('local/story'), tools });
    const forced = await client.chat.completions.create({ ...ask('local/story'), tools, tool_choice: 'required' });
    const streamed = await collect(
      await client.chat.completions.create({
        ...ask('local/story'),
        tools,
        tool_choice: { type: 'function', function: { name: 'remember' } },
        stream: true,
      }),
    );

    expect(free.choices[0]?.message.content).toContain('Hello there');
    expect(forced.choices[0]?.finish_reason).toBe('tool_calls');
    const call = forced.choices[0]?.message.tool_calls?.[0];
    expect(call?.type === 'function' && JSON.parse(call.function.arguments).fact).toContain('Hello there');
    expect(streamed.some((chunk) => chunk.choices[0]?.delta.tool_calls?.[0]?.function?.name === 'remember')).toBe(true);
    expectDescribed();
  });

  it('answers in JSON when asked to', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);
    const schema = { type: 'object', required: ['facts'], properties: { facts: { type: 'array', items: {} } } };

    const free = await client.chat.completions.create({
      ...ask('local/story'),
      response_format: { type: 'json_object' },
    });
    const strict = await client.chat.completions.create({
      ...ask('local/story'),
      response_format: { type: 'json_schema', json_schema: { name: 'facts', schema } },
    });

    expect(JSON.parse(free.choices[0]?.message.content ?? '')).toMatchObject({
      text: expect.stringContaining('Hello there'),
    });
    expect(JSON.parse(strict.choices[0]?.message.content ?? '')).toEqual({ facts: [] });
    expectDescribed();
  });

  it('shows its reasoning beside the text, or inside it', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);

    const beside = await client.chat.completions.create(ask('local/think'));
    const streamed = await collect(await client.chat.completions.create({ ...ask('local/think'), stream: true }));
    const inside = await client.chat.completions.create(ask('local/think-tags'));

    expect(beside.choices[0]?.message).toMatchObject({ reasoning: expect.stringContaining('I see Ada') });
    expect(beside.choices[0]?.message.content).not.toContain('I see Ada');
    expect(beside.usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
    const reasoning = streamed.map(({ choices: [choice] }) =>
      choice && 'reasoning' in choice.delta ? choice.delta.reasoning : '',
    );
    expect(reasoning.join('')).toContain('I see Ada');
    expect(inside.choices[0]?.message.content).toMatch(/^<think>\nI see Ada[^<]*<\/think>\n\n\*Lilith/);
    expectDescribed();
  });

  it('echoes, stays silent, and tells stories of an exact length', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);

    const echoed = await client.chat.completions.create({ ...ask('local/echo'), temperature: 0.5 });
    const silent = await client.chat.completions.create(ask('local/empty'));
    const long = await client.chat.completions.create(ask('local/long-4321'));

    const echo = echoed.choices[0]?.message.content;
    expect(echo).toContain('temperature: 0.5');
    expect(echo).toContain('[system]\nYou are Lilith.\n[user]\nAda (ada): Hello there');
    expect(silent.choices[0]?.message.content).toBe('');
    expect(silent.usage?.completion_tokens).toBe(0);
    expect(long.choices[0]?.message.content).toHaveLength(4_321);
    expect(long.choices[0]?.message.content).toContain('Lilith tells part 2 of');
    expectDescribed();
  });

  it.each([400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 502, 503])('refuses with %i', async (status) => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);

    const failure = await client.chat.completions.create(ask(`local/error-${status}`)).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(APIError);
    expect(failure).toMatchObject({ status, message: expect.stringContaining(`asked for a ${status}`) });
    expectDescribed();
  });

  it('says with a 429 when to come again, and the client does', async () => {
    const { client } = createCheckedClient(server.url, vendor, { maxRetries: 2 });

    const failure = await client.chat.completions.create(ask('local/error-429')).catch((error: unknown) => error);

    expect(failure instanceof APIError && failure.headers?.get('retry-after')).toBe('1');
    expect(failure instanceof APIError && failure.headers?.get('retry-after-ms')).toBe('50');
    expect(server.log().map(({ status }) => status)).toEqual([429, 429, 429]);
  });

  it('refuses so many times and then answers, each key by itself', async () => {
    const one = createCheckedClient(server.url, vendor, { apiKey: `local-flaky-1-${vendor}`, maxRetries: 2 });
    const other = createCheckedClient(server.url, vendor, { apiKey: `local-flaky-2-${vendor}` });

    const answer = await one.client.chat.completions.create(ask('local/flaky-1'));
    const failure = await other.client.chat.completions.create(ask('local/flaky-1')).catch((error: unknown) => error);

    expect(answer.choices[0]?.message.content).toContain('Hello there');
    expect(failure).toMatchObject({ status: 503 });
    expect(server.log().map(({ status }) => status)).toEqual([503, 200, 503]);
  });

  it('gives a page instead of JSON, as a proxy does', async () => {
    const { client, seen } = createCheckedClient(server.url, vendor);

    const failure = await client.chat.completions.create(ask('local/error-502-html')).catch((error: unknown) => error);

    expect(failure).toMatchObject({ status: 502 });
    expect(seen[0]?.contentType).toMatch(/^text\/html/);
  });

  it('breaks a stream off with an error event', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);
    const texts: string[] = [];

    const reading = (async () => {
      const stream = await client.chat.completions.create({ ...ask('local/late-error-502'), stream: true });
      for await (const chunk of stream) texts.push(chunk.choices[0]?.delta.content ?? '');
    })();

    await expect(reading).rejects.toThrow(APIError);
    expect(texts.join('')).toMatch(/^\*Lilith/);
    if (vendor === 'openrouter') expectDescribed();
  });

  it('ends the connection in the middle of an answer', async () => {
    const { client } = createCheckedClient(server.url, vendor);
    const texts: string[] = [];

    const plain = client.chat.completions.create(ask('local/cut'));
    await expect(plain).rejects.toBeInstanceOf(Error);
    const streamed = (async () => {
      const stream = await client.chat.completions.create({ ...ask('local/cut'), stream: true });
      for await (const chunk of stream) texts.push(chunk.choices[0]?.delta.content ?? '');
    })();

    await expect(streamed).rejects.toBeInstanceOf(Error);
    expect(texts.join('')).toMatch(/^\*Lilith/);
    expect(server.log().map(({ outcome }) => outcome)).toEqual(['cut', 'cut']);
  });

  it('waits before the first byte as long as asked', async () => {
    const { client } = createCheckedClient(server.url, vendor);

    await client.chat.completions.create(ask('local/slow-40'));

    const [entry] = server.log();
    expect((entry?.firstByteAtMs ?? 0) - (entry?.receivedAtMs ?? 0)).toBeGreaterThanOrEqual(39);
  });

  it('sees a client that goes away while it waits', async () => {
    const { client } = createCheckedClient(server.url, vendor);
    const leave = new AbortController();

    const answer = client.chat.completions.create(ask('local/slow-600000'), { signal: leave.signal });
    await expect.poll(() => server.log().length).toBe(1);
    leave.abort();

    await expect(answer).rejects.toThrow(APIUserAbortError);
    await expect.poll(() => server.log()[0]).toMatchObject({ outcome: 'aborted', status: null, firstByteAtMs: null });
  });

  it('sees a client that goes away in the middle of a stream', async () => {
    const { client } = createCheckedClient(server.url, vendor);

    const stream = await client.chat.completions.create({ ...ask('local/drip-5'), stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) break;
    }

    await expect.poll(() => server.log()[0]).toMatchObject({ outcome: 'aborted', status: 200 });
    expect(server.log()[0]?.lastByteAtMs).toBeGreaterThan(server.log()[0]?.firstByteAtMs ?? 0);
  });

  it.each([
    ['gpt-unheard-of', 404, "'gpt-unheard-of' does not exist"],
    ['local/embed', 404, 'it embeds'],
    ['local/slow-999999', 400, 'Waits go up to'],
    ['local/long-999999', 400, 'goes up to'],
  ])('refuses the model %s', async (model, status, message) => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor);

    const failure = await client.chat.completions.create(ask(model)).catch((error: unknown) => error);

    expect(failure).toMatchObject({ status, message: expect.stringContaining(message) });
    expectDescribed();
  });

  it.each([
    [{ messages: [] }, 'messages'],
    [{ temperature: 2.5 }, 'temperature'],
    [{ n: 2 }, "'n'"],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ stop: ['1', '2', '3', '4', '5'] }, 'stop'],
  ])('refuses %j and names the field', async (change, field) => {
    const { client } = createCheckedClient(server.url, vendor);

    const failure = await client.chat.completions
      .create({ ...ask('local/story'), ...change })
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ status: 400, message: expect.stringContaining(field) });
  });

  it('refuses keys of other vendors', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, vendor, { apiKey: 'sk-not-for-here' });

    const failure = await client.chat.completions.create(ask('local/story')).catch((error: unknown) => error);

    expect(failure).toMatchObject({ status: 401 });
    expectDescribed();
  });
});

async function countUsageChunks(vendor: (typeof vendors)[number]): Promise<number> {
  const { client } = createCheckedClient(server.url, vendor);
  const stream = await client.chat.completions.create({ ...ask('local/story'), stream: true });
  return (await collect(stream)).filter(({ usage }) => usage).length;
}

describe('what only one vendor does', () => {
  it('has a price at OpenRouter, and none for a free model', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, 'openrouter', { apiKey: 'local-price' });

    const paid = await client.chat.completions.create(ask('local/story'));
    const free = await client.chat.completions.create(ask('local/story:free'));

    const { prompt_tokens: prompt = 0, completion_tokens: completion = 0 } = paid.usage ?? {};
    expect(paid.usage).toMatchObject({ cost: (prompt + 2 * completion) / 1_000_000 });
    expect(free.usage).toMatchObject({ cost: 0 });
    expect(free.choices[0]?.message.content).toContain('Hello there');
    expectDescribed();
  });

  it('has no usage in an OpenAI stream unless asked, and always in one of OpenRouter', async () => {
    expect(await countUsageChunks('openai')).toBe(0);
    expect(await countUsageChunks('openrouter')).toBe(1);
  });

  it('gives a spent OpenAI quota no time to come again', async () => {
    const { client, expectDescribed } = createCheckedClient(server.url, 'openai');

    const failure = await client.chat.completions
      .create(ask('local/error-429-insufficient_quota'))
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ status: 429, code: 'insufficient_quota' });
    expect(failure instanceof APIError && failure.headers?.get('retry-after')).toBeNull();
    expectDescribed();
  });
});

it('ends every connection when it closes', async () => {
  const shortLived = await startLocalModel({ port: 0 });
  const { client } = createCheckedClient(shortLived.url, 'openai');
  const answer = client.chat.completions.create(ask('local/slow-600000')).catch((error: unknown) => error);
  await expect.poll(() => shortLived.log().length).toBe(1);

  await shortLived.close();

  expect(await answer).toBeInstanceOf(APIConnectionError);
});
