import { defineCommand } from '../../define/command.ts';
import { characters, setHears } from './characters.ts';
import { serverSettingsPanel, settings } from './settings.ts';

export const server = defineCommand({
  name: 'server',
  description: 'Who answers in this server, and how',
  access: 'staff',
  subcommands: { settings, characters },
  components: [...serverSettingsPanel.components, setHears],
});
