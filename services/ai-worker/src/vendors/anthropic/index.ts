import Anthropic from '@anthropic-ai/sdk';

import { type Access, defineVendor, type ListedModel } from '../vendor.ts';
import { fitBudget, thinkingTokens, translate } from './parameters.ts';
import { readAnswer } from './read-answer.ts';
import { refusals } from './refusals.ts';
import { toFailure } from './to-failure.ts';
import { writePrompt } from './write-prompt.ts';

/** Claude, in Anthropic's own dialect. Source: Anthropic API reference, "Create a Message", "Streaming messages". */
export const anthropic = defineVendor({
  id: 'anthropic',
  label: 'Anthropic',
  keyHint: 'sk-ant-…',
  keyForm: 'key',
  defaultModel: 'claude-haiku-4-5',
  url: { variable: 'ANTHROPIC_URL', usual: 'https://api.anthropic.com', meaning: 'up to and without /v1/messages' },
  operatorKey: { variable: 'ANTHROPIC_API_KEY' },
  connect({ url }) {
    return {
      async *chat({ model, messages, parameters: wishes, maxTokens, signal, ...access }) {
        const { fields, dropped } = translate(wishes, model);
        const body = {
          ...fitBudget(fields, maxTokens),
          ...writePrompt(messages),
          model,
          max_tokens: maxTokens,
          stream: true as const,
        };
        try {
          const answer = await createClient(url, access).messages.create(body, { signal });
          for await (const event of readAnswer(answer)) yield event.kind === 'end' ? { ...event, dropped } : event;
        } catch (thrown) {
          throw toFailure(thrown);
        }
      },
      embed: null,
      async listModels({ signal, ...access }) {
        try {
          const models: ListedModel[] = [];
          for await (const model of createClient(url, access).models.list({ limit: 1_000 }, { signal }))
            models.push({ id: model.id, label: model.display_name, seesPictures: true, usesTools: true });
          return models;
        } catch (thrown) {
          throw toFailure(thrown);
        }
      },
      async checkKey({ signal, ...access }) {
        try {
          await createClient(url, access).models.list({ limit: 1 }, { signal });
          return null;
        } catch (thrown) {
          throw toFailure(thrown);
        }
      },
      checkParameters: (wishes, model) => translate(wishes, model).dropped,
      thinkingTokens,
      refusals,
    };
  },
});

/** A client for one call: the key lives no longer than that, and nothing is taken from the environment. */
function createClient(url: string, { key }: Pick<Access, 'key'>): Anthropic {
  return new Anthropic({
    apiKey: key,
    authToken: null,
    webhookKey: null,
    baseURL: url,
    logLevel: 'off',
    // Retries and deadlines are for `callVendor` to decide.
    maxRetries: 0,
    timeout: 2_147_483_647,
    // A redirect would carry the key to an origin that nobody configured.
    fetchOptions: { redirect: 'error' },
  });
}
