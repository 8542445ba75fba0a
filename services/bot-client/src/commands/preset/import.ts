import { createPreset, listPresets } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { readAttachment } from '../../discord/read-attachment.ts';
import { freeName } from './clone.ts';
import { describeLimits, presetDashboard } from './dashboard.ts';
import { MAX_FILE_BYTES, readPresetFile } from './preset-file.ts';

export const importFromFile = defineSubcommand({
  description: 'Make a preset from a file that /preset export gave',
  options: { file: option.attachment('The file, as it was given') },
  reply: 'private',
  async run(call, ctx) {
    const { caller } = call;
    const draft = readPresetFile(await readAttachment(call.options.file, MAX_FILE_BYTES));
    const { items } = await ctx.gateway.call(listPresets, { caller });
    const taken = new Set(items.map(({ name }) => name.toLowerCase()));
    const name = taken.has(draft.name.toLowerCase()) ? freeName(draft.name, taken) : draft.name;
    const preset = await ctx.gateway.call(createPreset, { caller, body: { ...draft, name } });
    const limits = await describeLimits(preset, call, ctx);
    const imported = say('preset.imported');
    await presetDashboard.show(preset, call, ctx, limits === null ? imported : `${imported}\n${limits}`);
  },
});
