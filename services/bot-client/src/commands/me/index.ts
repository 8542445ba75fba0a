import { defineCommand } from '../../define/command.ts';
import { ownUsage } from '../usage/own.ts';
import { createForm } from './profile/create.ts';
import { makeDefault, profileDashboard } from './profile/dashboard.ts';
import { profile } from './profile/index.ts';

export const me = defineCommand({
  name: 'me',
  description: 'How characters know you',
  subcommands: { profile, usage: ownUsage },
  components: [createForm, ...profileDashboard.components, makeDefault],
});
