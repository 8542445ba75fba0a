import { choosePreset, chooseServerPreset } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { requireAccess } from '../../dispatch/require-access.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';
import { describeChoices } from './cascade.ts';
import { presetOption } from './preset-option.ts';

const PLACES = {
  me: say('preset.place.me'),
  character: say('preset.place.character'),
  'own-character': say('preset.place.own-character'),
  channel: say('preset.place.channel'),
  server: say('preset.place.server'),
} as const;
export type UsePlace = keyof typeof PLACES;

export const use = defineSubcommand({
  description: 'Choose where a preset is used; without one, take the choice back',
  options: {
    where: option.choice('Where it is used', PLACES),
    preset: optionalStored(presetOption('Which preset; leave it out to take the choice back')),
    character: optionalStored(characterOption('With which character, where one is meant')),
  },
  reply: 'private',
  async run(call, ctx) {
    const { where, preset: presetId = null, character: characterId } = call.options;
    const chosen = await chooseIn(where, { presetId, characterId }, call, ctx);
    const facts = { preset: plain(chosen.presetName ?? ''), character: plain(chosen.characterName ?? '') };
    const key = `preset.${presetId === null ? 'unused' : 'used-in'}.${where}` as const;
    const cascade = await describeChoices(characterId, call, ctx);
    await call.respond(note([say(key, facts), cascade].join('\n'), 'good'));
  },
});

/** @throws AppError with what is missing: a character, a server, or the right to decide for others */
export async function chooseIn(
  where: UsePlace,
  { presetId, characterId }: { presetId: string | null; characterId: string | undefined },
  call: CallFacts,
  { gateway }: BotContext,
) {
  const { caller, place } = call;
  if (where === 'channel' || where === 'server') {
    requireAccess('staff', call);
    const tier = where === 'channel' ? ('channel' as const) : ('guild' as const);
    const here = where === 'channel' ? { channelId: place.channelId } : {};
    return gateway.call(chooseServerPreset, { caller, params: { tier }, body: { presetId, ...here } });
  }
  if (where === 'me') {
    return gateway.call(choosePreset, { caller, params: { tier: 'user' }, body: { presetId } });
  }
  if (characterId === undefined) {
    throw new AppError('invalid-input', 'no character was named', {
      reason: 'option-empty',
      facts: { noun: say('noun.character') },
    });
  }
  const tier = where === 'character' ? ('user-character' as const) : ('character' as const);
  return gateway.call(choosePreset, { caller, params: { tier }, body: { presetId, characterId } });
}
