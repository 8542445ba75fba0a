import { defineCommand } from '../../define/command.ts';
import { browse, search, turnMemoriesPage } from './browse.ts';
import { askForget, forgetIt, memoryDashboard, openMemory, setMemory } from './dashboard.ts';
import { exportMemories } from './export.ts';
import { fresh, incognito } from './modes.ts';
import { openPurge, purge, purgeNow } from './purge.ts';

export const memory = defineCommand({
  name: 'memory',
  description: 'What characters remember of you: find, change, forget',
  subcommands: { search, browse, purge, incognito, fresh, export: exportMemories },
  components: [
    ...memoryDashboard.components,
    turnMemoriesPage,
    openMemory,
    setMemory,
    askForget,
    forgetIt,
    openPurge,
    purgeNow,
  ],
});
