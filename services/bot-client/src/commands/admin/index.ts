import { defineCommand } from '../../define/command.ts';
import { ping } from './ping.ts';
import { operatorSettingsPanel, settings } from './settings.ts';

export const admin = defineCommand({
  name: 'admin',
  description: 'For whoever runs the bot',
  access: 'operator',
  subcommands: { ping, settings },
  components: operatorSettingsPanel.components,
});
