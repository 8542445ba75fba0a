import { defineCommand } from '../../define/command.ts';
import { serverSettingsPanel, settings } from './settings.ts';

export const server = defineCommand({
  name: 'server',
  description: 'How I behave in this server',
  access: 'staff',
  subcommands: { settings },
  components: serverSettingsPanel.components,
});
