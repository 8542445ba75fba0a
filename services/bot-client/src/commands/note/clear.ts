import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note as noteView } from '../../ui/elements.ts';
import { noteOptions, saveNote, targetOf } from './note-target.ts';

export const clear = defineSubcommand({
  description: "Clear a character's note, or this channel's",
  options: noteOptions,
  reply: 'private',
  async run(call, ctx) {
    const { name } = await saveNote(targetOf(call.options.character, call), null, call, ctx);
    await call.respond(noteView(say('note.cleared', { name }), 'good'));
  },
});
