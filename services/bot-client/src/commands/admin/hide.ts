import { hideCharacter } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';

export const hide = defineSubcommand({
  description: 'Hide a character from everybody but its owner',
  options: { character: characterOption('Which character') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const params = { characterId: options.character };
    const { name } = await gateway.call(hideCharacter, { caller, params, body: { isHidden: true } });
    await respond(note(say('moderation.hidden', { name: plain(name) }), 'good'));
  },
});

export const show = defineSubcommand({
  description: 'Let the owner of a hidden character make it public again',
  options: { character: characterOption('Which character') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const params = { characterId: options.character };
    const { name } = await gateway.call(hideCharacter, { caller, params, body: { isHidden: false } });
    await respond(note(say('moderation.shown', { name: plain(name) }), 'good'));
  },
});
