import { describe, expect, it } from 'vitest';
import { checkRequest, checkResponse, checkStreamEvent, hasSpec, type SpecVendor } from './index.ts';

const chat = { model: 'some-model', messages: [{ role: 'user', content: 'hi' }] };

for (const vendor of ['openai', 'openrouter'] satisfies SpecVendor[]) {
  describe.skipIf(!hasSpec(vendor))(`${vendor}'s own description (needs TZUROT_SHARED_DIR)`, () => {
    it('finds nothing wrong with a plain request', () => {
      const { messages } = chat;

      expect(checkRequest(vendor, 'chat', chat)).toEqual([]);
      expect(checkRequest(vendor, 'chat', { ...chat, temperature: 1, stop: ['a'], stream: true })).toEqual([]);
      expect(
        checkRequest(vendor, 'chat', { ...chat, messages: [{ role: 'system', content: 'x' }, ...messages] }),
      ).toEqual([]);
      expect(checkRequest(vendor, 'embeddings', { model: 'm', input: ['a'], encoding_format: 'base64' })).toEqual([]);
    });

    it('finds fields that the vendor does not know, at the top and in a message', () => {
      const inMessage = { ...chat, messages: [{ role: 'user', content: 'hi', mood: 'bright' }] };

      expect(checkRequest(vendor, 'chat', { ...chat, typical_p: 1 })).toEqual([
        'body has a field that is not described: typical_p',
      ]);
      expect(checkRequest(vendor, 'chat', inMessage)).toContain(
        'body/messages/0 has a field that is not described: mood',
      );
    });

    it('finds values of the wrong kind, and missing ones', () => {
      expect(checkRequest(vendor, 'chat', { ...chat, temperature: 'hot' })).toContain(
        vendor === 'openai' ? 'body/temperature must be number' : 'body/temperature must be number,null',
      );
      expect(checkRequest(vendor, 'chat', { model: 'm' })).toContain("body must have required property 'messages'");
      expect(checkRequest(vendor, 'embeddings', { model: 'm' })).toContain("body must have required property 'input'");
    });

    it('finds answers and events that the vendor would not give', () => {
      expect(checkResponse(vendor, 'chat', 200, { id: 'x' })).toContain("body must have required property 'choices'");
      expect(checkResponse(vendor, 'chat', 429, { error: 'slow down' })).toEqual(['body/error must be object']);
      expect(checkStreamEvent(vendor, { id: 'x' })).toContain("body must have required property 'choices'");
    });

    it('says so when an operation or status is not described', () => {
      expect(checkRequest(vendor, 'models', {})[0]).toContain('describes nothing');
      expect(checkResponse(vendor, 'chat', 302, {})[0]).toContain('describes nothing');
    });
  });
}

it.skipIf(!hasSpec('openai') || !hasSpec('openrouter'))(
  'tells top_k apart: OpenAI does not know it and OpenRouter does',
  () => {
    expect(checkRequest('openai', 'chat', { ...chat, top_k: 3 })).toEqual([
      'body has a field that is not described: top_k',
    ]);
    expect(checkRequest('openrouter', 'chat', { ...chat, top_k: 3, verbosity: 'low' })).toEqual([]);
  },
);
