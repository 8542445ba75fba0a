import { changeSettings, getCharacter, readSettings } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { CallFacts } from '../../define/call.ts';
import { defineCommand } from '../../define/command.ts';
import { optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';
import { settingsPanel } from './panel.ts';

/** In the place of a character's id: the person's settings for every character. */
const ALL = 'all';

const panel = settingsPanel({
  command: 'settings',
  hasLimits: false,
  tier: (id) => (id === ALL ? 'user' : 'user-character'),
  async title(id, { caller }, { gateway }) {
    if (id === ALL) return say('settings.title.user');
    const { name } = await gateway.call(getCharacter, { caller, params: { characterId: id } });
    return say('settings.title.user-character', { name: plain(name) });
  },
  read: (id, call, { gateway }) => gateway.call(readSettings, mine(id, call)),
  change: (id, body, call, { gateway }) => gateway.call(changeSettings, { ...mine(id, call), body }),
});

function mine(id: string, { caller, place }: CallFacts) {
  const here = place.guildId === null ? {} : { channelId: place.channelId };
  return id === ALL
    ? { caller, params: { tier: 'user' as const }, query: here }
    : { caller, params: { tier: 'user-character' as const }, query: { ...here, characterId: id } };
}

export const settings = defineCommand({
  name: 'settings',
  description: 'How characters answer you: memory, history, replies',
  run: defineSubcommand({
    description: 'How characters answer you: memory, history, replies',
    options: { character: optionalStored(characterOption('Only with this character')) },
    reply: 'private',
    run: (call, ctx) => panel.open(call.options.character ?? ALL, call, ctx),
  }),
  components: panel.components,
});
