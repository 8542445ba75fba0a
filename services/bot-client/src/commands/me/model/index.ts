import { listCharacterPresets } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../../context.ts';
import type { Call } from '../../../define/call.ts';
import { optionalStored } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { card, clip, note, plain, text } from '../../../ui/elements.ts';
import { characterOption } from '../../character/character-option.ts';
import { describeChoices } from '../../preset/cascade.ts';
import { presetOption } from '../../preset/preset-option.ts';
import { chooseIn } from '../../preset/use.ts';

const list = defineSubcommand({
  description: 'See which preset you use with which character',
  options: {},
  reply: 'private',
  async run(call, ctx) {
    const { items } = await ctx.gateway.call(listCharacterPresets, { caller: call.caller });
    const lines = items.map(
      ({ characterName, presetName, model }) =>
        `- ${say('model.list-line', { character: plain(characterName), preset: plain(presetName), model: plain(model) })}`,
    );
    await call.respond(
      card([
        text(
          clip(
            [`## ${say('model.list-title')}`, ...(lines.length === 0 ? [say('model.list-none')] : lines)].join('\n'),
            2_600,
          ),
        ),
        text(clip(await describeChoices(undefined, call, ctx), 1_200)),
      ]),
    );
  },
});

const set = defineSubcommand({
  description: 'Choose the preset you use with one character',
  options: { character: characterOption('Which character'), preset: presetOption('Which preset') },
  reply: 'private',
  run: ({ options, ...call }, ctx) => choose('character', options.preset, options.character, call, ctx),
});

const reset = defineSubcommand({
  description: 'Use your default preset with one character again',
  options: { character: characterOption('Which character') },
  reply: 'private',
  run: ({ options, ...call }, ctx) => choose('character', null, options.character, call, ctx),
});

const setDefault = defineSubcommand({
  description: 'Choose the preset you use everywhere; leave it out for none',
  options: { preset: optionalStored(presetOption('Which preset')) },
  reply: 'private',
  run: ({ options, ...call }, ctx) => choose('me', options.preset ?? null, undefined, call, ctx),
});

async function choose(
  where: 'me' | 'character',
  presetId: string | null,
  characterId: string | undefined,
  call: Call,
  ctx: BotContext,
): Promise<void> {
  const { presetName, characterName } = await chooseIn(where, { presetId, characterId }, call, ctx);
  const facts = { preset: plain(presetName ?? ''), character: plain(characterName ?? '') };
  const said = say(`preset.${presetId === null ? 'unused' : 'used-in'}.${where}`, facts);
  await call.respond(note([said, await describeChoices(characterId, call, ctx)].join('\n'), 'good'));
}

export const model = {
  description: 'Which preset you use with whom',
  subcommands: { list, set, reset, default: setDefault },
};
