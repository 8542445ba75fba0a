import { VendorFailure } from '../vendor-failure.ts';
import type { LocalModel } from './local-model.ts';
import { readScene } from './read-scene.ts';
import { tellStory } from './story.ts';

/** Timers hold 31 bits; a vendor that is later than ten minutes is as good as silent. */
const MAX_WAIT_MS = 600_000;

export const empty: LocalModel = {
  pattern: 'local/empty',
  match: /^empty$/,
  listed: ['empty'],
  description: 'Answers successfully with an empty text.',
  perform: () => ({ text: '' }),
};

export const error: LocalModel = {
  pattern: 'local/error-<status>[-<code>]',
  match: /^error-([45]\d\d(?:-[a-z_]+)?)$/,
  listed: ['error-401', 'error-402', 'error-429', 'error-500'],
  description:
    'Refuses with that status. A code replaces the usual one; the code html gives an HTML page as proxies do.',
  perform({ argument }) {
    throw failureOf(argument);
  },
};

export const lateError: LocalModel = {
  pattern: 'local/late-error-<status>[-<code>]',
  match: /^late-error-([45]\d\d(?:-[a-z_]+)?)$/,
  listed: ['late-error-502'],
  description: 'Breaks a streamed answer off with an error event; fails with that status when not streamed.',
  perform: ({ request, argument }) => ({ text: tellStory(readScene(request)), lateFailure: failureOf(argument) }),
};

export const slow: LocalModel = {
  pattern: 'local/slow-<ms>',
  match: /^slow-(\d{1,6})$/,
  listed: ['slow-1000'],
  description: 'Answers like local/story, with the first byte after that many milliseconds.',
  perform: ({ request, argument }) => ({ text: tellStory(readScene(request)), waitMs: readMs(argument) }),
};

export const drip: LocalModel = {
  pattern: 'local/drip-<ms>',
  match: /^drip-(\d{1,6})$/,
  listed: ['drip-100'],
  description: 'Answers like local/story, with that many milliseconds between two pieces of a streamed answer.',
  perform: ({ request, argument }) => ({ text: tellStory(readScene(request)), pauseMs: readMs(argument) }),
};

export const cut: LocalModel = {
  pattern: 'local/cut',
  match: /^cut$/,
  listed: ['cut'],
  description: 'Starts to answer like local/story and ends the connection in the middle.',
  perform: ({ request }) => ({ text: tellStory(readScene(request)), cut: true }),
};

export const flaky: LocalModel = {
  pattern: 'local/flaky-<n>',
  match: /^flaky-(\d{1,2})$/,
  listed: ['flaky-1'],
  description: 'For each key: refuses n requests with 503, answers one like local/story, and so on.',
  perform({ request, argument, earlierRequests }) {
    const failures = Number(argument);
    if (earlierRequests % (failures + 1) < failures)
      throw new VendorFailure(503, 'The model is not available just now.');
    return { text: tellStory(readScene(request)) };
  },
};

export const finish: LocalModel = {
  pattern: 'local/finish-<reason>',
  match: /^finish-(length|content_filter|error)$/,
  listed: ['finish-length', 'finish-content_filter', 'finish-error'],
  description: 'Answers like local/story and says that it ended for that reason.',
  perform: ({ request, argument }) => ({
    text: tellStory(readScene(request)),
    finishReason: argument === 'length' || argument === 'content_filter' ? argument : 'error',
  }),
};

export const refuse: LocalModel = {
  pattern: 'local/refuse',
  match: /^refuse$/,
  listed: ['refuse'],
  description: 'Says nothing, because of its rules on content.',
  perform: () => ({ text: '', finishReason: 'content_filter' }),
};

export const parts: LocalModel = {
  pattern: 'local/parts',
  match: /^parts$/,
  listed: ['parts'],
  description: 'Answers like local/think, with thoughts and text as a list of parts where the vendor has such a form.',
  perform: ({ request }) => ({
    text: tellStory(readScene(request)),
    reasoning: 'I will quote them.',
    asParts: true,
  }),
};

export const hugeUsage: LocalModel = {
  pattern: 'local/huge-usage',
  match: /^huge-usage$/,
  listed: ['huge-usage'],
  description: 'Answers like local/story and claims three thousand million tokens.',
  perform: ({ request }) => ({
    text: tellStory(readScene(request)),
    use: { promptTokens: 3_000_000_000, completionTokens: 3_000_000_000 },
  }),
};

export const malformed: LocalModel = {
  pattern: 'local/malformed',
  match: /^malformed$/,
  listed: ['malformed'],
  description: 'Begins like local/story and goes on with something that cannot be read.',
  perform: ({ request }) => ({ text: tellStory(readScene(request)), malformed: true }),
};

export const crumbs: LocalModel = {
  pattern: 'local/crumbs-<bytes>',
  match: /^crumbs-([1-9]\d{0,2})$/,
  listed: ['crumbs-3'],
  description: 'Answers like local/story with a word of each script, in pieces of so many bytes.',
  perform: ({ request, argument }) => ({
    text: `${tellStory(readScene(request))} Привет, 你好, नमस्ते, 👋🏽.`,
    pieceBytes: Number(argument),
  }),
};

function readMs(argument: string): number {
  const waitMs = Number(argument);
  if (waitMs > MAX_WAIT_MS) throw new VendorFailure(400, `Waits go up to ${MAX_WAIT_MS} ms.`, { param: 'model' });
  return waitMs;
}

function failureOf(argument: string): VendorFailure {
  const [status, ...code] = argument.split('-');
  return new VendorFailure(Number(status), `You asked for a ${status} and here it is.`, {
    code: code.length > 0 ? code.join('-') : undefined,
  });
}
