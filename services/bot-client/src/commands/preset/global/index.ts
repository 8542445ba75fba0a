import { chooseGlobalPreset, createGlobalPreset } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../../context.ts';
import type { Call } from '../../../define/call.ts';
import { optionalStored } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { requireAccess } from '../../../dispatch/require-access.ts';
import { note, plain } from '../../../ui/elements.ts';
import { draftOptions, readDraft } from '../create.ts';
import { describeLimits, presetDashboard } from '../dashboard.ts';
import { presetOption } from '../preset-option.ts';

const create = defineSubcommand({
  description: "Operators: make a preset of the bot's own, for everybody",
  options: draftOptions,
  reply: 'private',
  async run(call, ctx) {
    requireAccess('operator', call);
    const body = await readDraft(call, ctx);
    const preset = await ctx.gateway.call(createGlobalPreset, { caller: call.caller, body });
    const limits = await describeLimits(preset, call, ctx);
    const created = say('preset.created-global');
    await presetDashboard.show(preset, call, ctx, limits === null ? created : `${created}\n${limits}`);
  },
});

const edit = defineSubcommand({
  description: "Operators: change one of the bot's own presets",
  options: { preset: presetOption('Which preset', 'global') },
  reply: 'private',
  async run(call, ctx) {
    requireAccess('operator', call);
    await presetDashboard.open(call.options.preset, call, ctx);
  },
});

const options = { preset: optionalStored(presetOption('Which preset; leave it out for none', 'global')) };

const setDefault = defineSubcommand({
  description: 'Operators: what everybody talks with by default',
  options,
  reply: 'private',
  run: (call, ctx) => choose('global', call, ctx),
});

const setFreeDefault = defineSubcommand({
  description: 'Operators: what people without a key talk with',
  options,
  reply: 'private',
  run: (call, ctx) => choose('guest', call, ctx),
});

async function choose(
  tier: 'global' | 'guest',
  call: Call & { options: { preset: string | undefined } },
  { gateway }: BotContext,
): Promise<void> {
  requireAccess('operator', call);
  const { presetName } = await gateway.call(chooseGlobalPreset, {
    caller: call.caller,
    params: { tier },
    body: { presetId: call.options.preset ?? null },
  });
  const said =
    presetName === null ? say(`preset.unused.${tier}`) : say(`preset.used-in.${tier}`, { preset: plain(presetName) });
  await call.respond(note(said, 'good'));
}

export const globalPresets = {
  description: "Operators: the bot's own presets",
  subcommands: { create, edit, default: setDefault, 'free-default': setFreeDefault },
};
