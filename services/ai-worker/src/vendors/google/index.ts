import { createGoogle } from '@ai-sdk/google';
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { z } from 'zod';

import { translateParameters } from '../parameter-table.ts';
import { type Access, defineVendor, type ListedModel } from '../vendor.ts';
import { VendorFailure } from '../vendor-failure.ts';
import { parameters, thinkingTokens } from './parameters.ts';
import { readAnswer } from './read-answer.ts';
import { refusals } from './refusals.ts';
import { readRefusal, toFailure } from './to-failure.ts';
import { writePrompt } from './write-prompt.ts';

/** A guild's own rules and Google's unswitchable ones stay; the adjustable filters would stop a villain from being one. */
const safetySettings = [
  'HARM_CATEGORY_HARASSMENT',
  'HARM_CATEGORY_HATE_SPEECH',
  'HARM_CATEGORY_SEXUALLY_EXPLICIT',
  'HARM_CATEGORY_DANGEROUS_CONTENT',
].map((category) => ({ category, threshold: 'BLOCK_ONLY_HIGH' }));

/** Gemini, in Google's own dialect. Source: Gemini API reference, "models.streamGenerateContent". */
export const google = defineVendor({
  id: 'google',
  label: 'Google Gemini',
  keyHint: 'AIza…',
  keyForm: 'key',
  defaultModel: 'gemini-3.5-flash',
  url: {
    variable: 'GOOGLE_URL',
    usual: 'https://generativelanguage.googleapis.com/v1beta',
    meaning: 'up to and without /models',
  },
  operatorKey: { variable: 'GOOGLE_API_KEY' },
  connect({ url }) {
    /** The client has no lists of models. */
    const listPage = async ({ key, signal }: Access & { signal: AbortSignal }, query: string) => {
      const response = await fetch(`${url}/models?${query}`, {
        headers: { 'x-goog-api-key': key ?? '' },
        redirect: 'error',
        signal,
      }).catch((thrown: unknown) => {
        throw new VendorFailure({ kind: 'unreachable' }, { cause: thrown });
      });
      const body: unknown = await response.json().catch(() => null);
      if (!response.ok) throw readRefusal(response.status, body);
      return body;
    };
    return {
      async *chat({ model, messages, parameters: wishes, maxTokens, signal, key }) {
        const { fields, dropped } = translateParameters(parameters, wishes, model);
        const { thinkingConfig, ...options } = fields;
        const request: LanguageModelV4CallOptions = {
          ...options,
          prompt: writePrompt(messages),
          maxOutputTokens: maxTokens,
          abortSignal: signal,
          providerOptions: { google: { safetySettings, ...Thinking.parse({ thinkingConfig }) } },
        };
        try {
          const { stream } = await modelOf(url, key, model).doStream(request);
          for await (const event of readAnswer(stream)) yield event.kind === 'end' ? { ...event, dropped } : event;
        } catch (thrown) {
          throw toFailure(thrown);
        }
      },
      embed: null,
      async listModels(access) {
        const models: ListedModel[] = [];
        let pageToken = '';
        do {
          const page = ModelPage.safeParse(
            await listPage(access, new URLSearchParams({ pageSize: '1000', pageToken }).toString()),
          );
          if (!page.success) throw new VendorFailure({ kind: 'unreadable' });
          models.push(...page.data.models.filter(isChat).map(toModel));
          pageToken = page.data.nextPageToken ?? '';
        } while (pageToken !== '');
        return models;
      },
      async checkKey(access) {
        await listPage(access, 'pageSize=1');
        return null;
      },
      checkParameters: (wishes, model) => translateParameters(parameters, wishes, model).dropped,
      thinkingTokens,
      refusals,
    };
  },
});

const Thinking = z.object({
  thinkingConfig: z
    .object({ thinkingBudget: z.number(), thinkingLevel: z.string(), includeThoughts: z.boolean() })
    .partial()
    .optional(),
});

const ModelPage = z.object({
  models: z
    .array(
      z.object({
        name: z.string(),
        displayName: z.string().nullish().catch(null),
        inputTokenLimit: z.number().int().positive().nullish().catch(null),
        thinking: z.boolean().nullish().catch(null),
        supportedGenerationMethods: z.array(z.string()).nullish().catch(null),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

type Line = z.output<typeof ModelPage>['models'][number];

const isChat = ({ supportedGenerationMethods: methods }: Line): boolean =>
  methods === null || methods === undefined || methods.includes('generateContent');

/** Source: Gemini API reference, "Model". */
const toModel = ({ name, displayName, inputTokenLimit, thinking }: Line): ListedModel => ({
  id: name.replace(/^models\//, ''),
  label: displayName ?? null,
  contextTokens: inputTokenLimit ?? null,
  reasons: thinking ?? null,
});

/** A model for one call: the key lives no longer than that, and nothing is taken from the environment. */
function modelOf(url: string, key: string | null, model: string): LanguageModelV4 {
  return createGoogle({
    baseURL: url,
    apiKey: key ?? '',
    // A redirect would carry the key to an origin that nobody configured.
    fetch: (input, init) => fetch(input, { ...init, redirect: 'error' }),
    // The client takes an id with a slash in it for a whole path.
  }).languageModel(/^(?:models|tunedModels)\//.test(model) ? model : `models/${model}`);
}
