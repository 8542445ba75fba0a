import type { LocalModel, Performance } from './local-model.ts';
import { readScene } from './read-scene.ts';
import { tellStory } from './story.ts';

export const think: LocalModel = {
  pattern: 'local/think',
  match: /^think$/,
  listed: ['think'],
  description: 'Answers like local/story, with reasoning in a field of its own.',
  perform: ({ request }) => thinkAloud(request),
};

export const thinkTags: LocalModel = {
  pattern: 'local/think-tags',
  match: /^think-tags$/,
  listed: ['think-tags'],
  description: 'Answers like local/story, with reasoning inside the text between <think> tags, as some open models do.',
  perform({ request }) {
    const { text, reasoning } = thinkAloud(request);
    return { text: `<think>\n${reasoning}\n</think>\n\n${text}` };
  },
};

/** As models do that think longer than their limit allows. */
export const thinkOnly: LocalModel = {
  pattern: 'local/think-only',
  match: /^think-only$/,
  listed: ['think-only'],
  description: 'Thinks until its token limit and never begins to answer.',
  perform: ({ request }) => ({ ...thinkAloud(request), text: '', finishReason: 'length' }),
};

function thinkAloud(request: Parameters<typeof readScene>[0]): Performance {
  const scene = readScene(request);
  const who = scene.speakerName ?? 'someone';
  return {
    reasoning: `I see ${who} speaking, and ${scene.said.length} characters to answer. I will quote them.`,
    text: tellStory(scene),
  };
}
