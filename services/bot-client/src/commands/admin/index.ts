import { defineCommand } from '../../define/command.ts';
import { audit, turnAuditPage } from './audit.ts';
import { deny } from './deny/index.ts';
import { removeDenial, turnDenialsPage } from './deny/list.ts';
import { hide, show } from './hide.ts';
import { ping } from './ping.ts';
import { operatorSettingsPanel, settings } from './settings.ts';
import { usage } from './usage.ts';

export const admin = defineCommand({
  name: 'admin',
  description: 'For the people who run this bot',
  access: 'operator',
  subcommands: { ping, usage, settings, deny, hide, show, audit },
  components: [...operatorSettingsPanel.components, removeDenial, turnDenialsPage, turnAuditPage],
});
