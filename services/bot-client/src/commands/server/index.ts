import { defineCommand } from '../../define/command.ts';
import { access, removeRole } from './access.ts';
import { characters, setHears } from './characters.ts';
import { serverSettingsPanel, settings } from './settings.ts';
import { stats } from './stats.ts';

export const server = defineCommand({
  name: 'server',
  description: 'Who answers in this server, and how',
  access: 'staff',
  subcommands: { settings, characters, access, stats },
  components: [...serverSettingsPanel.components, setHears, removeRole],
});
