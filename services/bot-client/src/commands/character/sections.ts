import { type Character, type CharacterPatch, DEFAULT_TALKATIVENESS, LIMITS } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { DashboardSection } from '../../define/dashboard.ts';
import { type Input, type Inputs, input } from '../../define/modal.ts';
import { excerpt, plain } from '../../ui/elements.ts';
import { isWebAddress } from '../../ui/is-web-address.ts';
import { toWholeNumber } from '../../ui/typed-values.ts';
import { describeBirthday, readBirthday, toEntry } from './birthday.ts';

const EXCERPT_LENGTH = 100;

export function slugInput({ isRequired, hint }: { isRequired: boolean; hint: string }): Input {
  return input.short(say('character.field.slug'), { isRequired, hint, maxLength: LIMITS.slug, placeholder: 'lilith' });
}

type LongField =
  | 'description'
  | 'personality'
  | 'scenario'
  | 'greeting'
  | 'examples'
  | 'systemPrompt'
  | 'postHistory'
  | 'creatorNotes';

/** An input for a long text, with its label and hint. */
export function longInput(field: LongField): Input {
  return input.long(say(`character.field.${field}`), { hint: say(`character.hint.${field}`) });
}

/** What a section changes; the preset is found by its name before it is saved. */
export type CharacterChange = CharacterPatch & { presetName?: string };

function section<const I extends Inputs>(
  definition: DashboardSection<Character, CharacterChange, I>,
): DashboardSection<Character, CharacterChange, I> {
  return definition;
}

/** The fields that are edited together. Each input is named after its field of the card. */
export const characterSections = {
  identity: section({
    title: say('character.section.identity'),
    inputs: {
      name: input.short(say('character.field.name'), { isRequired: true, maxLength: LIMITS.characterName }),
      slug: slugInput({ isRequired: true, hint: say('character.hint.slug') }),
      avatarUrl: input.short(say('character.field.avatarUrl'), {
        maxLength: LIMITS.url,
        hint: say('character.hint.avatarUrl'),
        placeholder: 'https://…',
      }),
      errorMessage: input.long(say('character.field.errorMessage'), {
        maxLength: LIMITS.errorMessage,
        hint: say('character.hint.errorMessage'),
      }),
    },
    summarize: ({ slug, avatarUrl, hasPicture, errorMessage }) =>
      [
        say('character.identity-line', { slug, picture: describePicture(avatarUrl, hasPicture) }),
        line('errorMessage', errorMessage),
      ].join('\n'),
    read: ({ name, slug, avatarUrl, errorMessage }) => ({ name, slug, avatarUrl: avatarUrl ?? '', errorMessage }),
    write: ({ avatarUrl, ...rest }) => ({
      ...rest,
      ...(avatarUrl !== undefined && { avatarUrl: avatarUrl.trim() === '' ? null : avatarUrl.trim() }),
    }),
  }),

  nature: section({
    title: say('character.section.nature'),
    inputs: {
      description: longInput('description'),
      personality: longInput('personality'),
      talkativeness: input.short(say('character.field.talkativeness'), {
        maxLength: 3,
        hint: say('character.hint.talkativeness'),
        placeholder: String(DEFAULT_TALKATIVENESS),
      }),
    },
    summarize: ({ description, personality, talkativeness }) =>
      [
        line('description', description),
        line('personality', personality),
        say('character.talkativeness-line', { percent: talkativeness }),
      ].join('\n'),
    read: ({ description, personality, talkativeness }) => ({
      description,
      personality,
      talkativeness: String(talkativeness),
    }),
    write: ({ talkativeness, ...rest }) => ({
      ...rest,
      ...(talkativeness !== undefined && {
        talkativeness:
          talkativeness.trim() === '' ? DEFAULT_TALKATIVENESS : toWholeNumber('talkativeness', talkativeness),
      }),
    }),
  }),

  scene: section({
    title: say('character.section.scene'),
    inputs: {
      scenario: longInput('scenario'),
      greeting: longInput('greeting'),
      examples: longInput('examples'),
    },
    summarize: ({ scenario, greeting, examples }) =>
      [line('scenario', scenario), line('greeting', greeting), line('examples', examples)].join('\n'),
    read: ({ scenario, greeting, examples }) => ({ scenario, greeting, examples }),
    write: (values) => values,
  }),

  prompt: section({
    title: say('character.section.prompt'),
    inputs: {
      systemPrompt: longInput('systemPrompt'),
      postHistory: longInput('postHistory'),
    },
    summarize: ({ systemPrompt, postHistory }) =>
      [line('systemPrompt', systemPrompt), line('postHistory', postHistory)].join('\n'),
    read: ({ systemPrompt, postHistory }) => ({ systemPrompt, postHistory }),
    write: (values) => values,
  }),

  about: section({
    title: say('character.section.about'),
    inputs: {
      birthday: input.short(say('character.field.birthday'), {
        maxLength: 20,
        hint: say('character.hint.birthday'),
        placeholder: '10-31',
      }),
      presetName: input.short(say('character.field.presetName'), {
        maxLength: LIMITS.presetName,
        hint: say('character.hint.presetName'),
      }),
      isAdult: input.choice(
        say('character.field.isAdult'),
        { no: say('interface.no'), yes: say('character.adult-yes') },
        { isRequired: true, hint: say('character.hint.isAdult') },
      ),
      isPublic: input.choice(
        say('character.field.isPublic'),
        { private: say('character.is-private'), public: say('character.is-public') },
        { isRequired: true },
      ),
    },
    summarize: ({ birthday, defaultPreset, isAdult, isPublic }) =>
      say('character.about-line', {
        birthday: birthday === null ? say('interface.none') : describeBirthday(birthday),
        preset: defaultPreset === null ? say('interface.none') : plain(defaultPreset.name),
        adult: say(isAdult ? 'character.adult-yes' : 'interface.no'),
        visibility: say(isPublic ? 'character.badge.public' : 'character.badge.private'),
      }),
    read: ({ birthday, defaultPreset, isAdult, isPublic }) => ({
      birthday: birthday === null ? '' : toEntry(birthday),
      presetName: defaultPreset?.name ?? '',
      isAdult: isAdult ? 'yes' : 'no',
      isPublic: isPublic ? 'public' : 'private',
    }),
    write: ({ birthday, presetName, isAdult, isPublic }, before) => ({
      ...(birthday !== undefined && { birthday: readBirthday(birthday) }),
      // One that only its owner sees stays when nobody names another.
      ...(presetName !== undefined && presetName !== (before.defaultPreset?.name ?? '') && { presetName }),
      ...(isAdult !== undefined && { isAdult: isAdult === 'yes' }),
      ...(isPublic !== undefined && (isPublic === 'public') !== before.isPublic && { isPublic: isPublic === 'public' }),
    }),
  }),

  credits: section({
    title: say('character.section.credits'),
    inputs: {
      nickname: input.short(say('character.field.nickname'), {
        maxLength: LIMITS.characterName,
        hint: say('character.hint.nickname'),
      }),
      creator: input.short(say('character.field.creator'), { maxLength: LIMITS.cardLabel }),
      characterVersion: input.short(say('character.field.characterVersion'), { maxLength: LIMITS.cardLabel }),
      tags: input.short(say('character.field.tags'), { hint: say('character.hint.tags'), maxLength: 1_000 }),
      creatorNotes: longInput('creatorNotes'),
    },
    summarize: ({ creator, tags, creatorNotes }) =>
      [
        ...(creator === '' ? [] : [say('character.creator-line', { name: plain(creator) })]),
        ...(tags.length === 0 ? [] : [say('character.tags-line', { tags: excerpt(tags.join(', '), EXCERPT_LENGTH) })]),
        line('creatorNotes', creatorNotes),
      ].join('\n'),
    read: ({ nickname, creator, characterVersion, tags, creatorNotes }) => ({
      nickname,
      creator,
      characterVersion,
      tags: tags.join(', '),
      creatorNotes,
    }),
    write: ({ tags, ...rest }) => ({
      ...rest,
      ...(tags !== undefined && {
        tags: tags
          .split(',')
          .map((tag) => tag.trim())
          .filter((tag) => tag !== ''),
      }),
    }),
  }),
};

function line(field: LongField | 'errorMessage', content: string): string {
  return say('character.field-line', { label: say(`character.field.${field}`), content: shorten(content) });
}

/** The beginning of a text, and how long all of it is. */
function shorten(content: string): string {
  if (content.trim() === '') return say('interface.empty');
  const isCut = content.trim().length > EXCERPT_LENGTH;
  return `${excerpt(content, EXCERPT_LENGTH)}${isCut ? ` ${say('character.length', { count: content.length })}` : ''}`;
}

function describePicture(url: string | null, hasPicture: boolean): string {
  if (url === null) return say(hasPicture ? 'character.has-picture' : 'character.no-picture');
  // A long address would leave no room for the rest.
  return isWebAddress(url) && url.length <= 300 ? say('character.picture-link', { url }) : say('character.has-picture');
}
