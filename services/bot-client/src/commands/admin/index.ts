import { defineCommand } from '../../define/command.ts';
import { audit, turnAuditPage } from './audit.ts';
import { backup } from './backup.ts';
import { deny } from './deny/index.ts';
import { removeDenial, turnDenialsPage } from './deny/list.ts';
import { errors, turnProblemsPage } from './errors.ts';
import { health } from './health.ts';
import { hide, show } from './hide.ts';
import { keys } from './keys.ts';
import { confirmLeave, leave, servers, turnServersPage } from './servers.ts';
import { operatorSettingsPanel, settings } from './settings.ts';
import { systemPrompt, systemPromptComponents } from './system-prompt/index.ts';
import { usage } from './usage.ts';

export const admin = defineCommand({
  name: 'admin',
  description: 'For the people who run this bot',
  access: 'operator',
  subcommands: {
    health,
    usage,
    errors,
    servers,
    leave,
    settings,
    'system-prompt': systemPrompt,
    deny,
    hide,
    show,
    audit,
    keys,
    backup,
  },
  components: [
    ...operatorSettingsPanel.components,
    ...systemPromptComponents,
    removeDenial,
    turnDenialsPage,
    turnAuditPage,
    turnProblemsPage,
    turnServersPage,
    confirmLeave,
  ],
});
