import { type Character, type CharacterPatch, getCharacter, LIMITS, updateCharacter } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { ComponentType } from 'discord.js';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { download } from '../../discord/download.ts';
import { card, note, plain, text } from '../../ui/elements.ts';
import { characterOption } from './character-option.ts';

/** Texts that can be longer than a form takes. */
const FIELDS = {
  description: say('character.field.description'),
  personality: say('character.field.personality'),
  scenario: say('character.field.scenario'),
  greeting: say('character.field.greeting'),
  examples: say('character.field.examples'),
  systemPrompt: say('character.field.systemPrompt'),
} as const satisfies Partial<Record<keyof Character, string>>;

const field = option.choice('Which text', FIELDS);

/** A character of text takes four bytes at most; a file may begin with a mark of three. */
const MAX_FILE_BYTES = LIMITS.cardField * 4 + 3;

const set = defineSubcommand({
  description: 'Replace a text of a character by that of a file, however long it is',
  options: {
    character: characterOption('Which character', 'mine'),
    field,
    file: option.attachment('A text file (UTF-8)'),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const content = readText(await download(options.file, MAX_FILE_BYTES));
    if (content.length > LIMITS.cardField) {
      throw new AppError('too-large', 'the text is too long', {
        reason: 'text-too-long',
        facts: { length: content.length, max: LIMITS.cardField },
      });
    }
    const params = { characterId: options.character };
    const body: CharacterPatch = { [options.field]: content };
    const { name } = await gateway.call(updateCharacter, { caller, params, body });
    const facts = { field: FIELDS[options.field], name: plain(name), count: content.length };
    await respond(note(say('character.field-set', facts), 'good'));
  },
});

const get = defineSubcommand({
  description: 'Get a text of a character as a file, to change it and bring it back',
  options: { character: characterOption('Which character'), field },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const character = await gateway.call(getCharacter, { caller, params: { characterId: options.character } });
    const content = character[options.field];
    const facts = { field: FIELDS[options.field], name: plain(character.name) };
    if (content === '') return void (await respond(note(say('character.field-is-empty', facts))));
    const name = `${character.slug}-${options.field}.txt`;
    const view = card([
      text(say('character.field-file', { ...facts, count: content.length })),
      { type: ComponentType.File, file: { url: `attachment://${name}` } },
    ]);
    await respond({ ...view, files: [{ name, bytes: Buffer.from(content) }] });
  },
});

export const fields = { description: 'Texts that are too long for a form', subcommands: { set, get } };

/** @throws AppError for what is no text */
function readText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch (cause) {
    throw new AppError('invalid-input', 'the file is no text in UTF-8', { reason: 'file-not-text', cause });
  }
}
