import { defineCommand } from '../../define/command.ts';
import { ownUsage } from '../usage/own.ts';
import { birthday } from './birthday.ts';
import { model } from './model/index.ts';
import { createForm } from './profile/create.ts';
import { makeDefault, profileDashboard } from './profile/dashboard.ts';
import { askDeleteProfile, confirmDeleteProfile } from './profile/delete.ts';
import { profile } from './profile/index.ts';
import { openProfile } from './profile/list.ts';
import { timezone } from './timezone/index.ts';

export const me = defineCommand({
  name: 'me',
  description: 'How characters know you',
  subcommands: { profile, model, timezone, birthday, usage: ownUsage },
  components: [
    createForm,
    ...profileDashboard.components,
    makeDefault,
    openProfile,
    askDeleteProfile,
    confirmDeleteProfile,
  ],
});
