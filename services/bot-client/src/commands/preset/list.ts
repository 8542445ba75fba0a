import { listPresets } from '@tzurot/contracts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton, onSelect } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { listPageId, openPresetId } from './ids.ts';
import { presetList } from './preset-list.ts';
import { showPreset } from './view.ts';

export const list = defineSubcommand({
  description: "Your presets and the bot's",
  options: {},
  reply: 'private',
  run: (call, ctx) => showPage(1, call, ctx),
});

export const turnPage = onButton(listPageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state.page, call, ctx),
});

export const openPreset = onSelect(openPresetId, {
  reply: 'private',
  run: (call, ctx) => showPreset(call.value, call, ctx),
});

async function showPage(page: number, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const { items } = await gateway.call(listPresets, { caller });
  await respond(presetList(items, page));
}
