import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { characterOption } from '../character/character-option.ts';
import { bring } from './bring.ts';

const another = () => option.optionalAttachment('Another file');

export const files = defineSubcommand({
  description: 'Bring characters, profiles, presets and memories from files; shows what happens first',
  options: {
    file: option.attachment('A card, a PluralKit, Tupperbox, Shapes or SillyTavern file'),
    file2: another(),
    file3: another(),
    file4: another(),
    file5: another(),
    file6: another(),
    file7: another(),
    file8: another(),
    file9: another(),
    file10: another(),
    character: optionalStored(characterOption('Whose memories or chats these are')),
  },
  reply: 'private',
  async run(call, ctx) {
    const { character, ...given } = call.options;
    const attachments = Object.values(given).filter((file) => file !== undefined);
    await bring(attachments, character, call, ctx);
  },
});
