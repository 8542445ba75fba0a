import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, divider, note as noteView, plain, text } from '../../ui/elements.ts';
import { describePlacing } from './dashboard.ts';
import { loadNote, noteOptions, targetOf } from './note-target.ts';

export const show = defineSubcommand({
  description: "Read a character's note, or this channel's",
  options: noteOptions,
  reply: 'private',
  async run(call, ctx) {
    const { name, note } = await loadNote(targetOf(call.options.character, call), call, ctx);
    await call.respond(
      note === null
        ? noteView(say('note.none', { name }))
        : card([
            text(`## ${say('note.title')}\n${say('note.subtitle', { name })}`),
            divider(),
            text(plainLines(note.text)),
            text(`-# ${describePlacing(note)}`),
          ]),
    );
  },
});

const plainLines = (content: string): string => content.split('\n').map(plain).join('\n');
