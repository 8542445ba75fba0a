import { readLorebookContents } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { card, file, plain, text } from '../../../ui/elements.ts';
import { bookOption } from '../lore-options.ts';
import { type BookFormat, writeBook } from './write-book.ts';

const FORMATS: Record<BookFormat, string> = {
  sillytavern: say('lore.format-sillytavern'),
  v3: say('lore.format-v3'),
};

export const exportBook = defineSubcommand({
  description: 'Save a lorebook as a file',
  options: {
    book: bookOption('Which lorebook'),
    format: option.optionalChoice('For which program; SillyTavern if left out', FORMATS),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { book: bookId, format = 'sillytavern' } = options;
    const contents = await gateway.call(readLorebookContents, { caller, params: { bookId } });
    const { filename, json } = writeBook(contents, format);
    const head = say('lore.exported', { name: plain(contents.name), format: FORMATS[format] });
    await respond({
      ...card([text(head), file(filename)]),
      files: [{ name: filename, bytes: Buffer.from(JSON.stringify(json, null, 2)) }],
    });
  },
});
