import { defineCommand } from '../../define/command.ts';
import { activate } from './activate.ts';
import { deactivate } from './deactivate.ts';
import { instructions, instructionsDashboard } from './instructions.ts';
import { list, turnChannelsPage } from './list.ts';
import { channelSettingsPanel, settings } from './settings.ts';
import { who } from './who.ts';

export const channel = defineCommand({
  name: 'channel',
  description: 'Who answers in this channel, and how',
  access: 'staff',
  subcommands: { activate, deactivate, list, who, instructions, settings },
  components: [...channelSettingsPanel.components, ...instructionsDashboard.components, turnChannelsPage],
});
