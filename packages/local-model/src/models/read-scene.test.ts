import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../chat-request.ts';
import { readScene } from './read-scene.ts';

function chat(...messages: ChatRequest['messages']): ChatRequest {
  return { model: 'local/story', messages };
}

describe('the scene that local/story reads', () => {
  it('has the name, the speaker, the message and the counts of a prompt as the bot builds it', () => {
    const request = chat(
      { role: 'system', content: 'Stay in character.\nYou are Dr. Mabuse.\nA sly man.' },
      { role: 'user', content: 'Ben (ben): hi' },
      { role: 'assistant', content: 'Good evening.' },
      {
        role: 'user',
        content:
          '```context\nTime: 20:15\nPeople:\n- Ada\nMemories:\n- Ada has a cat\n- Ada (ada): likes tea\nLore:\n- The tavern\n```\n\nAda (ada):\nWhere is\nmy cat?',
      },
    );

    const scene = readScene(request);

    expect(scene).toEqual({
      characterName: 'Dr. Mabuse',
      greeting: null,
      examples: [],
      speakerName: 'Ada',
      said: 'Where is\nmy cat?',
      attachmentCount: 0,
      earlierCount: 2,
      memoryCount: 2,
    });
  });

  it.each([
    ['<context>\n<memories>\n- one\n- two\n</memories>\n- three\n</context>\nhello', 'hello', 2],
    ['~~~~\n# Remembered\n1. one\n~~~~\nhello', 'hello', 1],
    ['```\n```\nhello', 'hello', 0],
    ['```context\nMemories:\n- never closed', '```context\nMemories:\n- never closed', 0],
  ])('leaves a context block out of the message: %j', (content, said, memoryCount) => {
    const scene = readScene(chat({ role: 'user', content }));

    expect(scene).toMatchObject({ said, memoryCount });
  });

  it.each([
    ['You are Lilith, a sly librarian.', 'Lilith'],
    ['You are Lilith', 'Lilith'],
    ['You are 明日香.', '明日香'],
    ['Be kind.', null],
  ])('finds the name in %j', (content, characterName) => {
    const scene = readScene(chat({ role: 'system', content }, { role: 'user', content: 'x' }));

    expect(scene.characterName).toBe(characterName);
  });

  it('takes only a name with a label and a colon for a header', () => {
    const scene = readScene(chat({ role: 'user', content: 'what (a) day: long' }));

    expect(scene).toMatchObject({ speakerName: null, said: 'what (a) day: long' });
  });

  it('makes do with a chat in which nobody spoke', () => {
    const scene = readScene(chat({ role: 'system', content: 'You are Pip.' }));

    expect(scene).toMatchObject({ characterName: 'Pip', said: '', earlierCount: 0 });
  });

  it('reads the text of several parts and counts the others', () => {
    const scene = readScene(
      chat({
        role: 'user',
        content: [
          { type: 'text', text: '```context\n```' },
          { type: 'text', text: 'Ada (ada): look' },
          { type: 'image_url', image_url: { url: 'data:,' } },
        ],
      }),
    );

    expect(scene).toMatchObject({ speakerName: 'Ada', said: 'look', attachmentCount: 1 });
  });
});
