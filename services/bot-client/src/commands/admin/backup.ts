import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note } from '../../ui/elements.ts';

export const backup = defineSubcommand({
  description: 'How backups are made, and where they are',
  options: {},
  reply: 'private',
  async run({ respond }) {
    const lines = ['backup.title', 'backup.automatic', 'backup.by-hand', 'backup.keys', 'backup.restore'] as const;
    await respond(note(lines.map((line) => say(line)).join('\n')));
  },
});
