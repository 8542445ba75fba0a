import { defineCommand } from '../../define/command.ts';
import { clear } from './clear.ts';
import { clearNote, noteDashboard } from './dashboard.ts';
import { set } from './set.ts';
import { show } from './show.ts';

export const note = defineCommand({
  name: 'note',
  description: "What a character keeps in mind while it talks: the author's note",
  subcommands: { set, show, clear },
  components: [...noteDashboard.components, clearNote],
});
