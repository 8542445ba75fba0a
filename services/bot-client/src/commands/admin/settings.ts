import { changeOperatorSettings, readOperatorSettings } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { settingsPanel } from '../settings/panel.ts';

export const operatorSettingsPanel = settingsPanel({
  command: 'admin',
  hasLimits: true,
  isOperators: true,
  tier: () => 'operator',
  title: async () => say('settings.title.operator'),
  read: (_id, { caller }, { gateway }) => gateway.call(readOperatorSettings, { caller }),
  change: (_id, body, { caller }, { gateway }) => gateway.call(changeOperatorSettings, { caller, body }),
});

export const settings = defineSubcommand({
  description: 'Settings and limits for everybody, everywhere',
  options: {},
  reply: 'private',
  run: (call, ctx) => operatorSettingsPanel.open('bot', call, ctx),
});
