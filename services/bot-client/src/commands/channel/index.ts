import { defineCommand } from '../../define/command.ts';
import { activate } from './activate.ts';
import { deactivate } from './deactivate.ts';
import { channelSettingsPanel, settings } from './settings.ts';

export const channel = defineCommand({
  name: 'channel',
  description: 'Who answers in this channel, and how',
  access: 'staff',
  subcommands: { activate, deactivate, settings },
  components: channelSettingsPanel.components,
});
