import { changeSettings, getCharacter, readSettings } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { button, plain } from '../../ui/elements.ts';
import { settingsPanel } from '../settings/panel.ts';
import { characterOption } from './character-option.ts';
import { openEditorId } from './ids.ts';

const params = { tier: 'character' } as const;

export const characterSettingsPanel = settingsPanel({
  command: 'character',
  hasLimits: false,
  tier: () => 'character',
  async title(characterId, { caller }, { gateway }) {
    const { name } = await gateway.call(getCharacter, { caller, params: { characterId } });
    return say('settings.title.character', { name: plain(name) });
  },
  buttons: (id) => [button({ id: openEditorId.encode({ id }), label: say('character.edit-rest') })],
  read: (characterId, { caller }, { gateway }) =>
    gateway.call(readSettings, { caller, params, query: { characterId } }),
  change: (characterId, body, { caller }, { gateway }) =>
    gateway.call(changeSettings, { caller, params, query: { characterId }, body }),
});

export const settings = defineSubcommand({
  description: 'Settings for everybody who talks with one of your characters',
  options: { character: characterOption('Which character', 'mine') },
  reply: 'private',
  run: (call, ctx) => characterSettingsPanel.open(call.options.character, call, ctx),
});
