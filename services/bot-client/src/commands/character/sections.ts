import { type Character, type CharacterPatch, LIMITS } from '@tzurot/contracts';
import type { DashboardSection } from '../../define/dashboard.ts';
import { type Input, type Inputs, input } from '../../define/modal.ts';
import { excerpt } from '../../ui/elements.ts';
import { isWebAddress } from '../../ui/is-web-address.ts';

const EXCERPT_LENGTH = 100;

export function slugInput({ isRequired, hint }: { isRequired: boolean; hint: string }): Input {
  return input.short('Short name', { isRequired, hint, maxLength: LIMITS.slug, placeholder: 'lilith' });
}

function section<const I extends Inputs>(
  definition: DashboardSection<Character, CharacterPatch, I>,
): DashboardSection<Character, CharacterPatch, I> {
  return definition;
}

/** What is edited together. The inputs carry the names of the card's fields. */
export const characterSections = {
  identity: section({
    title: 'Identity',
    inputs: {
      name: input.short('Name', { isRequired: true, maxLength: LIMITS.characterName }),
      slug: slugInput({ isRequired: true, hint: 'How the character is addressed; no other character has it.' }),
      avatarUrl: input.short('Picture', {
        maxLength: LIMITS.url,
        hint: 'The address of a picture that anybody can open.',
        placeholder: 'https://…',
      }),
      errorMessage: input.long('In trouble', {
        maxLength: LIMITS.errorMessage,
        hint: 'Said in character when an answer fails. Empty: a plain sentence.',
      }),
    },
    summarize: ({ slug, avatarUrl, hasPicture, errorMessage }) =>
      [`Short name \`${slug}\` · ${describePicture(avatarUrl, hasPicture)}`, line('In trouble', errorMessage)].join(
        '\n',
      ),
    read: ({ name, slug, avatarUrl, errorMessage }) => ({ name, slug, avatarUrl: avatarUrl ?? '', errorMessage }),
    write: ({ avatarUrl, ...rest }) => ({
      ...rest,
      ...(avatarUrl !== undefined && { avatarUrl: avatarUrl.trim() === '' ? null : avatarUrl.trim() }),
    }),
  }),

  nature: section({
    title: 'Description and personality',
    inputs: {
      description: input.long('Description', { hint: 'Who the character is: looks, history, place in the world.' }),
      personality: input.long('Personality', { hint: 'How the character thinks, feels and talks.' }),
    },
    summarize: ({ description, personality }) =>
      [line('Description', description), line('Personality', personality)].join('\n'),
    read: ({ description, personality }) => ({ description, personality }),
    write: (values) => values,
  }),

  scene: section({
    title: 'Scenario, greeting, examples',
    inputs: {
      scenario: input.long('Scenario', { hint: 'Where and when it takes place.' }),
      greeting: input.long('Greeting', { hint: 'What the character says first.' }),
      examples: input.long('Examples', { hint: 'How a conversation with the character sounds.' }),
    },
    summarize: ({ scenario, greeting, examples }) =>
      [line('Scenario', scenario), line('Greeting', greeting), line('Examples', examples)].join('\n'),
    read: ({ scenario, greeting, examples }) => ({ scenario, greeting, examples }),
    write: (values) => values,
  }),

  prompt: section({
    title: 'System prompt',
    inputs: {
      systemPrompt: input.long('System prompt', {
        hint: 'Instructions of your own, beside the rules that hold for all.',
      }),
    },
    summarize: ({ systemPrompt }) => shorten(systemPrompt),
    read: ({ systemPrompt }) => ({ systemPrompt }),
    write: (values) => values,
  }),
};

function line(label: string, content: string): string {
  return `${label}: ${shorten(content)}`;
}

/** The beginning, and how long the whole is. */
function shorten(content: string): string {
  if (content.trim() === '') return '*empty*';
  const isCut = content.trim().length > EXCERPT_LENGTH;
  return `${excerpt(content, EXCERPT_LENGTH)}${isCut ? ` *(${content.length.toLocaleString('en')} characters)*` : ''}`;
}

function describePicture(url: string | null, hasPicture: boolean): string {
  if (url === null) return hasPicture ? 'has a picture' : 'no picture';
  // A long address would leave no room for the rest.
  return isWebAddress(url) && url.length <= 300 ? `[picture](${url})` : 'has a picture';
}
