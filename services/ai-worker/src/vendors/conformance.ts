import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADVANCED_PARAMETER_KEYS, type AdvancedParameters } from '@tzurot/contracts';
import { type LocalModelServer, startLocalModel } from '@tzurot/local-model';
import { checkRequest, hasSpec, type SpecVendor } from '@tzurot/local-model/spec';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type CallOptions, callVendor, checkKey, completeChat, embedWith, listModels } from './call-vendor.ts';
import { connectVendor } from './index.ts';
import type { Access, ChatEvent, ChatRequest, Vendor, VendorDefinition } from './vendor.ts';
import { VendorError, type VendorProblem } from './vendor-error.ts';

/** A value for every parameter, each one other than what vendors assume. */
const EVERY_PARAMETER: Required<AdvancedParameters> = {
  temperature: 0.7,
  top_p: 0.9,
  top_k: 40,
  min_p: 0.05,
  top_a: 0.1,
  typical_p: 0.8,
  frequency_penalty: 0.2,
  presence_penalty: -0.2,
  repetition_penalty: 1.1,
  seed: 7,
  reasoning: { effort: 'low', show: true },
  max_tokens: 500,
  stop: ['\nAda:', '\nBen:'],
  logit_bias: { '50256': -100 },
  response_format: 'text',
  verbosity: 'low',
  transforms: ['middle-out'],
  route: 'fallback',
  provider: { order: ['deepinfra'], no_training: true },
};

const KEY = 'local-conformance-key';

const hello: Omit<ChatRequest, 'signal' | 'model' | 'key' | 'address'> = {
  messages: [
    { role: 'system', content: 'You are Lilith.' },
    { role: 'user', content: 'Ada (ab12):\nhello' },
  ],
  parameters: {},
  maxTokens: 500,
};
const patient: CallOptions = { timeoutMs: 5_000 };

/** A status, a body as the vendor writes it, and what it means. */
export type RefusalCase = readonly [status: number, body: unknown, problem: VendorProblem];

/** The argument of local-model's `local/error-…`, and what it means. */
export type CodeCase = readonly [argument: string, problem: VendorProblem];

const OPENAI_CODES: readonly CodeCase[] = [
  ['429-insufficient_quota', 'payment'],
  ['400-context_length_exceeded', 'too-long'],
];

/**
 * What every vendor promises, tried on local-model.
 * @param basePath where local-model speaks this vendor's dialect
 * @param spec whose description its requests must fit
 * @param models of local-model and of the vendor, for which parameters differ
 * @param alwaysSent what stands in every request for a chat
 * @param codes refusals that local-model tells apart by a word of the vendor
 * @param hasParts whether a text may come as a list of parts
 * @param refusals answers as the vendor gives them, and what they mean
 */
export function vendorConformance(
  definition: VendorDefinition,
  {
    basePath,
    spec,
    models = ['local/story'],
    alwaysSent,
    refusals,
    codes = OPENAI_CODES,
    hasParts = true,
  }: {
    basePath: string;
    spec: SpecVendor | null;
    models?: readonly string[];
    alwaysSent: readonly string[];
    refusals: readonly RefusalCase[];
    codes?: readonly CodeCase[];
    hasParts?: boolean;
  },
): void {
  describe(`vendor ${definition.id}`, () => {
    let server: LocalModelServer;
    let vendor: Vendor;
    let access: Access;

    beforeAll(async () => {
      server = await startLocalModel({ port: 0, acceptKeys: definition.keyForm === 'none' ? 'any' : [] });
      vendor = connect(definition, `${server.url}${basePath}`);
      access = accessTo(`${server.url}${basePath}`);
    });
    beforeEach(() => server.clearLog());
    afterAll(() => server.close());

    const accessTo = (url: string): Access => ({ key: KEY, address: definition.keyForm === 'address' ? url : null });
    const complete = (request: Partial<typeof hello> & { model: string }, options: CallOptions = patient) =>
      completeChat(vendor, { ...access, ...hello, ...request }, options);
    const problemOf = async (request: Parameters<typeof complete>[0], options?: CallOptions) => {
      const failure = await complete(request, options).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(VendorError);
      return failure as VendorError;
    };
    const bodySent = () => Object(server.log()[0]?.body) as Record<string, unknown>;

    it('gives the text and what it cost', async () => {
      const completion = await complete({ model: 'local/story' });

      expect(completion).toMatchObject({ reason: 'stop', dropped: [] });
      expect(completion.text).toContain('"hello," you said');
      expect(completion.usage.promptTokens).toBeGreaterThan(0);
      expect(completion.usage.completionTokens).toBeGreaterThan(0);
    });

    it('gives the text as it comes, and one end after it', async () => {
      const events: ChatEvent[] = [];
      for await (const event of callVendor(vendor, { ...access, ...hello, model: 'local/drip-20' }, patient))
        events.push(event);

      expect(events.filter(({ kind }) => kind === 'text').length).toBeGreaterThan(2);
      expect(events.map(({ kind }) => kind).indexOf('end')).toBe(events.length - 1);
    });

    it('counts what the vendor had from an earlier call, and what was only thought', async () => {
      const long = { role: 'user', content: 'once upon a time '.repeat(500) } as const;
      const messages = [
        ...hello.messages,
        long,
        { role: 'assistant', content: 'The end.' },
        { role: 'user', content: 'Ada (ab12):\nand then?' },
      ] as const;
      await complete({ messages, model: 'local/story' });

      const again = await complete({ messages, model: 'local/story' });
      const thought = await complete({ messages, model: 'local/think' });

      expect(again.usage.cachedTokens).toBeGreaterThan(0);
      expect(again.usage.promptTokens).toBeGreaterThan(again.usage.cachedTokens);
      expect(thought.usage.reasoningTokens).toBeGreaterThan(0);
      expect(thought.usage.completionTokens).toBeGreaterThan(thought.usage.reasoningTokens);
      expect(thought.text).not.toContain('I will quote them');
    });

    it('says when a reply reached its limit', async () => {
      const completion = await complete({ model: 'local/story', maxTokens: 5 });

      expect(completion.reason).toBe('length');
    });

    it.each(models)('sends each parameter of %s or says why not', async (model) => {
      await complete({ model }).catch(() => null);
      const plain = JSON.stringify(bodySent());
      const dropped = new Set(vendor.checkParameters(EVERY_PARAMETER, model).map(({ key }) => key.split('.')[0]));
      for (const key of ADVANCED_PARAMETER_KEYS.filter((name) => name !== 'max_tokens')) {
        server.clearLog();
        await complete({ model, parameters: { [key]: EVERY_PARAMETER[key] } }).catch(() => null);

        expect({ key, isAccounted: JSON.stringify(bodySent()) !== plain || dropped.has(key) }).toEqual({
          key,
          isAccounted: true,
        });
      }
    });

    it('sends the longest reply, and nothing else that was not asked for', async () => {
      await complete({ model: 'local/story' });

      expect(Object.keys(bodySent()).toSorted()).toEqual(alwaysSent.toSorted());
      expect(JSON.stringify(bodySent())).toContain('500');
    });

    // Some vendors publish no description.
    it.runIf(spec === null || hasSpec(spec)).each(spec === null ? [] : models)(
      "keeps to the vendor's description of a request for %s",
      async (model) => {
        await complete({ model, parameters: EVERY_PARAMETER }).catch(() => null);

        expect(spec && checkRequest(spec, 'chat', bodySent())).toEqual([]);
      },
    );

    it.each([
      ['401', 'auth'],
      ['402', 'payment'],
      ['404', 'not-found'],
      ['413', 'too-long'],
      ['429', 'rate-limit'],
      ['500', 'down'],
      ['503-html', 'down'],
      ['403-html', 'down'],
      ...codes,
    ] as readonly CodeCase[])('tells a %s apart', async (argument, problem) => {
      expect(await problemOf({ model: `local/error-${argument}` })).toMatchObject({
        problem,
        vendorId: definition.id,
      });
    });

    it.each(refusals.map(([status, body, problem]) => [status, JSON.stringify(body), problem] as const))(
      'understands %d %s',
      async (status, body, problem) => {
        await using elsewhere = await answerAlways(status, body);

        const url = `${elsewhere.url}${basePath}`;

        const call = completeChat(
          connect(definition, url),
          { ...accessTo(url), ...hello, model: 'local/story' },
          patient,
        );

        await expect(call).rejects.toMatchObject({ problem });
      },
    );

    it('says when a limit ends', async () => {
      const { endsAt } = await problemOf({ model: 'local/error-429' });

      expect(endsAt).toBeInstanceOf(Date);
    });

    it('tries once more where there was no answer, and only once', async () => {
      const completion = await complete({ model: 'local/flaky-1' });
      const firstTries = server.log().length;
      server.clearLog();
      await problemOf({ model: 'local/error-500' });

      expect(completion.text).not.toBe('');
      expect([firstTries, server.log().length]).toEqual([2, 2]);
    });

    it('does not pay twice for an answer that breaks off', async () => {
      expect((await problemOf({ model: 'local/cut' })).problem).toBe('down');
      expect((await problemOf({ model: 'local/late-error-503' })).problem).toMatch(/^(?:down|overloaded)$/);
      expect(server.log()).toHaveLength(2);
    });

    it('takes an answer without text for empty, and knows what it cost', async () => {
      expect(await problemOf({ model: 'local/empty' })).toMatchObject({
        problem: 'empty',
        usage: { promptTokens: expect.any(Number) },
      });
    });

    it('reads an answer in pieces that tear characters apart', async () => {
      const completion = await complete({ model: 'local/crumbs-3' });

      expect(completion.text).toMatch(/Привет, 你好, नमस्ते, 👋🏽\.$/u);
    });

    it.each(hasParts ? ['local/parts'] : [])(
      'reads a text that comes as a list of parts, and keeps its usage: %s',
      async (model) => {
        const completion = await complete({ model });

        expect(completion.text).toMatch(/^\*Lilith/);
        expect(completion.text).not.toContain('I will quote them');
        expect(completion.usage.completionTokens).toBeGreaterThan(0);
      },
    );

    it.each([
      ['length', 'length'],
      ['content_filter', 'filtered'],
    ])('keeps a text that ends with %s, and says why it ended', async (reason, expected) => {
      const completion = await complete({ model: `local/finish-${reason}` });

      expect(completion).toMatchObject({ reason: expected, text: expect.stringMatching(/^\*Lilith/) });
    });

    it('takes an end with an error for a failure, and asks no second time', async () => {
      expect((await problemOf({ model: 'local/finish-error' })).problem).toBe('down');
      expect(server.log()).toHaveLength(1);
    });

    it('takes a refusal without a text for one by the rules on content, and knows what it cost', async () => {
      const { problem, usage } = await problemOf({ model: 'local/refuse' });

      expect(problem).toBe('refused');
      expect(usage?.promptTokens).toBeGreaterThan(0);
    });

    it('says that thinking used up the limit, after one call', async () => {
      const { problem, usage } = await problemOf({ model: 'local/think-only' });

      expect(problem).toBe('thought-only');
      expect(usage?.reasoningTokens).toBeGreaterThan(0);
      expect(server.log()).toHaveLength(1);
    });

    it('gives a reply whose usage cannot be true, with figures that can be kept', async () => {
      const { text, usage } = await complete({ model: 'local/huge-usage' });

      expect(text).toMatch(/^\*Lilith/);
      expect(Math.max(usage.promptTokens, usage.completionTokens)).toBeLessThanOrEqual(2_147_483_647);
    });

    it('takes an answer that cannot be read for a failure, and does not pay for another', async () => {
      expect((await problemOf({ model: 'local/malformed' })).problem).toBe('down');
      expect(server.log()).toHaveLength(1);
    });

    it('takes a chat in which the character spoke first and last, and system texts in the middle', async () => {
      const completion = await complete({
        model: 'local/story',
        messages: [
          { role: 'system', content: 'You are Lilith.' },
          { role: 'assistant', content: 'Good evening.' },
          { role: 'user', content: '   ' },
          { role: 'system', content: 'It is raining.' },
          { role: 'user', content: 'Ada (ab12):\nhello' },
          { role: 'assistant', content: 'Hello, Ada.' },
        ],
      });

      expect(completion.text).toMatch(/^\*Lilith/);
    });

    it('shows pictures', async () => {
      const content = [
        { type: 'text', text: 'Ada (ab12):\nlook' },
        { type: 'image', mediaType: 'image/png', base64: 'iVBORw0KGgo=' },
      ] as const;

      const completion = await complete({ model: 'local/story', messages: [{ role: 'user', content }] });

      expect(completion.text).toContain('You showed me 1 attachment');
    });

    it('ends at its deadline, in the middle of an answer too', async () => {
      expect((await problemOf({ model: 'local/slow-60000' }, { timeoutMs: 100 })).problem).toBe('timeout');
      expect((await problemOf({ model: 'local/drip-60000' }, { timeoutMs: 300 })).problem).toBe('timeout');
    });

    it('stops when told, which is no failure of the vendor, and ends the request', async () => {
      const giveUp = new AbortController();
      const call = complete({ model: 'local/drip-60000' }, { ...patient, signal: giveUp.signal });
      await expect.poll(() => server.log()[0]?.firstByteAtMs).toEqual(expect.any(Number));
      giveUp.abort();

      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
      await expect.poll(() => server.log()[0]?.outcome).toBe('aborted');
    });

    it('ends the request of a reply that nobody waits for any more', async () => {
      for await (const event of callVendor(vendor, { ...access, ...hello, model: 'local/drip-50' }, patient))
        if (event.kind === 'text') break;

      await expect.poll(() => server.log()[0]?.outcome).toBe('aborted');
    });

    it('is down when nobody listens', async () => {
      const url = 'http://127.0.0.1:9';
      const request = { ...accessTo(url), ...hello, model: 'local/story' };

      await expect(completeChat(connect(definition, url), request, patient)).rejects.toMatchObject({
        problem: 'down',
      });
    });

    const embed = (texts: string[], other: { key?: string; model?: string } = {}) =>
      embedWith(vendor, { ...access, model: 'local/embed', dimensions: 384, ...other, texts }, patient);
    describe.each(definition.embedding === undefined ? [] : [definition.embedding.model])(
      'makes vectors as with %s, and',
      () => {
        it('gives one per text, in order, and says what they cost', async () => {
          const [both, alone] = [await embed(['a cat', 'a boat']), await embed(['a boat'])];

          expect(both.vectors.map((vector) => vector.length)).toEqual([384, 384]);
          expect(both.vectors[1]).toEqual(alone.vectors[0]);
          expect(both.usage).toMatchObject({ promptTokens: expect.any(Number), completionTokens: 0 });
          expect(both.usage.promptTokens).toBeGreaterThan(0);
        });

        it.runIf(spec === null || hasSpec(spec)).each(spec === null ? [] : [spec])(
          "keeps to the vendor's description of a request: %s",
          async (described) => {
            await embed(['a cat']);

            expect(checkRequest(described, 'embeddings', server.log()[0]?.body)).toEqual([]);
          },
        );

        it('fails as a reply does', async () => {
          const failures = [
            await embed(['a cat'], { key: 'bad-key' }).catch((error: unknown) => error),
            await embed(['a cat'], { model: 'local/story' }).catch((error: unknown) => error),
          ];

          expect(failures).toMatchObject([{ problem: 'auth' }, { problem: 'not-found' }]);
        });
      },
    );

    it('makes vectors when its definition says so', () => {
      expect(vendor.embed !== null).toBe(definition.embedding !== undefined);
    });

    it('knows the models that a key may call', async () => {
      const listed = await listModels(vendor, access, patient);

      expect((listed ?? []).map(({ id }) => id)).toEqual(expect.arrayContaining(['local/story', 'local/echo']));
    });

    it('knows whether a key is taken', async () => {
      await expect(checkKey(vendor, { ...access, key: 'local-good-key' }, patient)).resolves.not.toThrow();
      if (definition.keyForm === 'none') return;
      await expect(checkKey(vendor, { ...access, key: 'bad-key' }, patient)).rejects.toMatchObject({ problem: 'auth' });
      await expect(checkKey(vendor, { ...access, key: null }, patient)).rejects.toMatchObject({ problem: 'auth' });
    });

    it('lets neither the key nor the words of the vendor into its errors', async () => {
      const failure = await problemOf({ model: 'local/error-500' });

      expect(`${failure.message} ${JSON.stringify(failure.details)}`).not.toMatch(
        /local-conformance-key|You asked for/,
      );
      expect(failure.cause).toBeUndefined();
    });
  });
}

function connect(definition: VendorDefinition, url: string): Vendor {
  const vendor = connectVendor(definition, { url, publicUrl: 'https://tzurot.example' });
  if (vendor === null) throw new Error(`${definition.id} is not offered at ${url}`);
  return vendor;
}

/** A server with one answer to everything. */
async function answerAlways(status: number, body: string): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
