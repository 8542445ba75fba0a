import { type CharacterFormat, exportCharacter, getFilePart } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, file, note, text } from '../../ui/elements.ts';
import { characterOption } from './character-option.ts';

/** The job takes at most a minute, and may have to wait in the queue. */
const EXPORT_TIMEOUT_MS = 90_000;
/** What Discord takes of a bot in a server without boosts. Source: Discord, "Uploading Files". */
const MAX_UPLOAD_BYTES = 10 * 1_048_576;

const FORMATS: Record<CharacterFormat, string> = {
  png: say('character.format-png'),
  json: say('character.format-json'),
  charx: say('character.format-charx'),
};

export const exportCard = defineSubcommand({
  description: 'Save one of your characters as a file that other programs read',
  options: {
    character: characterOption('Which character', 'mine'),
    format: option.optionalChoice('Which kind of file; a picture if left out', FORMATS),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway, queues }) {
    const { character: characterId, format = 'png' } = options;
    await respond(note(say('character.exporting')));
    const { fileId, filename, sizeBytes, parts } = await queues.ask(
      exportCharacter,
      { ownerId: caller.id, characterId, format },
      { timeoutMs: EXPORT_TIMEOUT_MS },
    );
    if (sizeBytes > MAX_UPLOAD_BYTES) return void (await respond(note(say('character.export-too-large'), 'warn')));
    const pieces: Buffer[] = [];
    for (let number = 0; number < parts; number += 1) {
      const { base64 } = await gateway.call(getFilePart, { caller, params: { fileId }, query: { number } });
      pieces.push(Buffer.from(base64, 'base64'));
    }
    await respond({
      ...card([text(say('character.exported', { format: FORMATS[format] })), file(filename)]),
      files: [{ name: filename, bytes: Buffer.concat(pieces) }],
    });
  },
});
