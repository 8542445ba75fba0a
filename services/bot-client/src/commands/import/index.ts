import { defineCommand } from '../../define/command.ts';
import { allow, cancel, chooseAll, chooseOne, commit, openImport, showOne } from './decide.ts';
import { files } from './files.ts';
import { askUndo, confirmUndo, history, turnHistoryPage, undo } from './history.ts';

export const importCommand = defineCommand({
  name: 'import',
  description: 'Bring what you own from elsewhere',
  subcommands: { files, history, undo },
  components: [openImport, showOne, chooseOne, chooseAll, allow, commit, cancel, turnHistoryPage, askUndo, confirmUndo],
});
