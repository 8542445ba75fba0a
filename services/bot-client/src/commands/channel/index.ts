import { defineCommand } from '../../define/command.ts';
import { activate } from './activate.ts';
import { deactivate } from './deactivate.ts';

export const channel = defineCommand({
  name: 'channel',
  description: 'Who answers everything in this channel',
  access: 'staff',
  subcommands: { activate, deactivate },
});
