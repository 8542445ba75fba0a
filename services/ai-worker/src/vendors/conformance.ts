import { ADVANCED_PARAMETER_KEYS, type AdvancedParameters, findVendor } from '@tzurot/contracts';
import { type LocalModelServer, startLocalModel } from '@tzurot/local-model';
import { checkRequest, hasSpec, type SpecVendor } from '@tzurot/local-model/spec';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { VendorDefinition, VendorOptions } from './define-vendor.ts';
import type { CompletionRequest, Vendor } from './vendor.ts';
import { VendorError } from './vendor-error.ts';

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

const hello: Pick<CompletionRequest, 'messages' | 'parameters' | 'key' | 'timeoutMs'> = {
  messages: [
    { role: 'system', content: 'You are Lilith.' },
    { role: 'user', content: 'Ada (ab12):\nhello' },
  ],
  parameters: {},
  key: 'local-conformance-key',
  timeoutMs: 5_000,
};

/**
 * What every vendor promises, tried on local-model.
 * @param spec whose description its requests must fit
 * @param models of local-model and of the vendor, for which parameters differ
 */
export function vendorConformance(
  definition: VendorDefinition,
  { spec, models = ['local/story'] }: { spec: SpecVendor; models?: readonly string[] },
): void {
  describe(`vendor ${definition.id}`, () => {
    let server: LocalModelServer;
    let vendor: Vendor;

    beforeAll(async () => {
      server = await startLocalModel({ port: 0, acceptKeys: definition.id === 'ollama' ? 'any' : [] });
      vendor = create(definition, optionsFor(server.url));
    });
    beforeEach(() => server.clearLog());
    afterAll(() => server.close());

    const problemOf = async (request: Partial<CompletionRequest> & { model: string }) => {
      const failure = await vendor.complete({ ...hello, ...request }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(VendorError);
      return failure as VendorError;
    };

    it('is one of the vendors that people can choose, under the same name', () => {
      expect(findVendor(definition.id)).toMatchObject({ label: vendor.label, needsKey: vendor.needsKey });
      expect(vendor).toMatchObject({ id: definition.id, label: definition.label });
    });

    it('gives the text and what it cost', async () => {
      const completion = await vendor.complete({ ...hello, model: 'local/story' });

      expect(completion).toMatchObject({ isCutOff: false, dropped: [] });
      expect(completion.text).toContain('"hello," you said');
      expect(completion.usage.promptTokens).toBeGreaterThan(0);
      expect(completion.usage.completionTokens).toBeGreaterThan(0);
    });

    it('counts what the vendor had from an earlier call, and what was only thought', async () => {
      const long = { role: 'user', content: 'once upon a time '.repeat(500) } as const;
      const request = { ...hello, messages: [...hello.messages, long] };
      await vendor.complete({ ...request, model: 'local/story' });

      const again = await vendor.complete({ ...request, model: 'local/story' });
      const thought = await vendor.complete({ ...request, model: 'local/think' });

      expect(again.usage.cachedTokens).toBeGreaterThan(0);
      expect(thought.usage.reasoningTokens).toBeGreaterThan(0);
      expect(thought.text).not.toContain('I will quote them');
    });

    it('says when a reply reached its limit', async () => {
      const completion = await vendor.complete({ ...hello, model: 'local/story', parameters: { max_tokens: 5 } });

      expect(completion.isCutOff).toBe(true);
    });

    it.each(models)('sends each parameter of %s or says why not', async (model) => {
      const dropped = new Set(vendor.checkParameters(EVERY_PARAMETER, model).map(({ key }) => key.split('.')[0]));
      for (const key of ADVANCED_PARAMETER_KEYS) {
        server.clearLog();
        await vendor.complete({ ...hello, model, parameters: { [key]: EVERY_PARAMETER[key] } }).catch(() => null);
        const [seen] = server.log();
        const fields = Object.keys(seen?.body ?? {}).filter((field) => field !== 'model' && field !== 'messages');

        expect({ key, isAccounted: fields.length > 0 || dropped.has(key) }).toEqual({ key, isAccounted: true });
      }
    });

    it('sends nothing that was not asked for', async () => {
      await vendor.complete({ ...hello, model: 'local/story' });

      expect(Object.keys(server.log()[0]?.body ?? {}).toSorted()).toEqual(['messages', 'model']);
    });

    it.runIf(hasSpec(spec)).each(models)("keeps to the vendor's description of a request for %s", async (model) => {
      await vendor.complete({ ...hello, model, parameters: EVERY_PARAMETER }).catch(() => null);

      expect(checkRequest(spec, 'chat', server.log()[0]?.body)).toEqual([]);
    });

    it.each([
      ['401', 'auth'],
      ['402', 'payment'],
      ['404', 'not-found'],
      ['413', 'too-long'],
      ['429', 'rate-limit'],
      ['429-insufficient_quota', definition.id === 'openrouter' ? 'rate-limit' : 'payment'],
      ['400-context_length_exceeded', definition.id === 'openrouter' ? 'rejected' : 'too-long'],
      ['500', 'down'],
      ['503-html', 'down'],
    ])('tells a %s apart', async (argument, problem) => {
      expect(await problemOf({ model: `local/error-${argument}` })).toMatchObject({
        problem,
        vendorId: definition.id,
      });
    });

    it('says when a limit ends', async () => {
      const { endsAt } = await problemOf({ model: 'local/error-429' });

      expect(endsAt).toBeInstanceOf(Date);
    });

    it('tries once more where there was no answer, and only once', async () => {
      const completion = await vendor.complete({ ...hello, model: 'local/flaky-1' });
      const firstTries = server.log().length;
      server.clearLog();
      await problemOf({ model: 'local/error-500' });

      expect(completion.text).not.toBe('');
      expect([firstTries, server.log().length]).toEqual([2, 2]);
    });

    it('does not pay twice for an answer that breaks off', async () => {
      expect((await problemOf({ model: 'local/cut' })).problem).toBe('down');
      expect(server.log()).toHaveLength(1);
    });

    it('takes an answer without text for empty, and knows what it cost', async () => {
      expect(await problemOf({ model: 'local/empty' })).toMatchObject({
        problem: 'empty',
        usage: { promptTokens: expect.any(Number) },
      });
    });

    it('ends at its deadline', async () => {
      expect((await problemOf({ model: 'local/slow-60000', timeoutMs: 100 })).problem).toBe('timeout');
    });

    it('stops when told, which is no failure of the vendor', async () => {
      const giveUp = new AbortController();
      const call = vendor.complete({ ...hello, model: 'local/slow-60000', signal: giveUp.signal });
      giveUp.abort();

      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    });

    it('is down when nobody listens', async () => {
      const nobody = create(definition, optionsFor('http://127.0.0.1:9'));

      await expect(nobody.complete({ ...hello, model: 'local/story' })).rejects.toMatchObject({ problem: 'down' });
    });

    const embedding = findVendor(definition.id)?.embedding ?? null;
    describe.each(embedding === null ? [] : [embedding.model])('makes vectors as with %s, and', () => {
      const question = { model: 'local/embed', dimensions: 384, key: hello.key, timeoutMs: 5_000 };
      const embed = (texts: string[], request = question) => {
        if (vendor.embed === null) throw new Error(`${definition.id} has an embedding model and makes no vectors`);
        return vendor.embed({ ...request, texts });
      };

      it('gives one per text, in order, and says what they cost', async () => {
        const [both, alone] = [await embed(['a cat', 'a boat']), await embed(['a boat'])];

        expect(both.vectors.map((vector) => vector.length)).toEqual([384, 384]);
        expect(both.vectors[1]).toEqual(alone.vectors[0]);
        expect(both.usage).toMatchObject({ promptTokens: expect.any(Number), completionTokens: 0 });
        expect(both.usage.promptTokens).toBeGreaterThan(0);
      });

      it.runIf(hasSpec(spec))("keeps to the vendor's description of a request", async () => {
        await embed(['a cat']);

        expect(checkRequest(spec, 'embeddings', server.log()[0]?.body)).toEqual([]);
      });

      it('fails as a reply does', async () => {
        const failures = [
          await embed(['a cat'], { ...question, key: 'bad-key' }).catch((error: unknown) => error),
          await embed(['a cat'], { ...question, model: 'local/story' }).catch((error: unknown) => error),
        ];

        expect(failures).toMatchObject([{ problem: 'auth' }, { problem: 'not-found' }]);
      });
    });

    it('makes vectors when the list of vendors says so', () => {
      expect(vendor.embed !== null).toBe(findVendor(definition.id)?.embedding !== null);
    });

    it('knows whether a key is taken', async () => {
      await expect(vendor.testKey('local-good-key', { timeoutMs: 5_000 })).resolves.toBeUndefined();
      if (!vendor.needsKey) return;
      await expect(vendor.testKey('bad-key', { timeoutMs: 5_000 })).rejects.toMatchObject({ problem: 'auth' });
      await expect(vendor.testKey(null, { timeoutMs: 5_000 })).rejects.toMatchObject({ problem: 'auth' });
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

function create(definition: VendorDefinition, options: VendorOptions): Vendor {
  const vendor = definition.create(options);
  if (vendor === null) throw new Error(`${definition.id} is not offered with these options`);
  return vendor;
}

function optionsFor(url: string): VendorOptions {
  return {
    openrouterUrl: `${url}/api/v1`,
    openaiUrl: `${url}/v1`,
    ollamaUrl: url,
    localModelUrl: url,
    publicUrl: 'https://tzurot.example',
  };
}
