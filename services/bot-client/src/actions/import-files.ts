import { say } from '@tzurot/words';
import { bring } from '../commands/import/bring.ts';
import { defineAction } from '../define/action.ts';
import { messageMenu } from '../define/menu.ts';
import { toAttachment } from '../discord/attachment.ts';
import { note } from '../ui/elements.ts';

/** The same as `/import files`, with the files of a message. */
export const importFiles = defineAction({
  name: 'import-files',
  menus: [
    messageMenu(say('import.menu'), {
      reply: 'private',
      async run({ message, ...call }, ctx) {
        const files = [...message.attachments.values()].map(toAttachment);
        if (files.length === 0) return void (await call.respond(note(say('import.no-files'))));
        await bring(files, undefined, call, ctx);
      },
    }),
  ],
});
