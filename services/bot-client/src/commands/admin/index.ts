import { defineCommand } from '../../define/command.ts';
import { ping } from './ping.ts';

export const admin = defineCommand({
  name: 'admin',
  description: 'For whoever runs the bot',
  access: 'operator',
  subcommands: { ping },
});
