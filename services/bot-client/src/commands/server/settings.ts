import { changeStaffSettings, readStaffSettings } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { settingsPanel } from '../settings/panel.ts';

const params = { tier: 'guild' } as const;

export const serverSettingsPanel = settingsPanel({
  command: 'server',
  hasLimits: true,
  tier: () => 'guild',
  title: async () => say('settings.title.guild'),
  read: (_id, { caller }, { gateway }) => gateway.call(readStaffSettings, { caller, params }),
  change: (_id, body, { caller }, { gateway }) => gateway.call(changeStaffSettings, { caller, params, body }),
});

export const settings = defineSubcommand({
  description: 'Settings and limits for everybody in this server',
  options: {},
  reply: 'private',
  run: (call, ctx) => serverSettingsPanel.open('here', call, ctx),
});
