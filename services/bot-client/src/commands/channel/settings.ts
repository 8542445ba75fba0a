import { changeStaffSettings, readStaffSettings } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { settingsPanel } from '../settings/panel.ts';

const params = { tier: 'channel' } as const;

export const channelSettingsPanel = settingsPanel({
  command: 'channel',
  hasLimits: true,
  tier: () => 'channel',
  title: async () => say('settings.title.channel'),
  read: (channelId, { caller }, { gateway }) =>
    gateway.call(readStaffSettings, { caller, params, query: { channelId } }),
  change: (channelId, body, { caller }, { gateway }) =>
    gateway.call(changeStaffSettings, { caller, params, query: { channelId }, body }),
});

export const settings = defineSubcommand({
  description: 'Settings and limits for everybody in this channel',
  options: {},
  reply: 'private',
  run: (call, ctx) => channelSettingsPanel.open(call.place.channelId, call, ctx),
});
