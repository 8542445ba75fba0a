import { getPreset } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, file, plain, text } from '../../ui/elements.ts';
import { exportPresetId } from './ids.ts';
import { writePresetFile } from './preset-file.ts';
import { presetOption } from './preset-option.ts';

export const exportToFile = defineSubcommand({
  description: 'Get a preset as a file',
  options: { preset: presetOption('Which preset') },
  reply: 'private',
  run: (call, ctx) => give(call.options.preset, call, ctx),
});

export const exportPreset = onButton(exportPresetId, {
  reply: 'private',
  run: (call, ctx) => give(call.state.id, call, ctx),
});

async function give(presetId: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const preset = await gateway.call(getPreset, { caller, params: { presetId } });
  const written = writePresetFile(preset);
  const said = text(say('preset.exported', { name: plain(preset.name) }));
  await respond({ ...card([said, file(written.name)], 'good'), files: [written] });
}
