import { getPreset, listPresetUses, type ModelFacts, type Preset, type RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { button, card, clip, divider, excerpt, plain, row, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';
import { vendorLabel } from '../vendor-option.ts';
import { describeLimits } from './dashboard.ts';
import { clonePresetId, editPresetId, exportPresetId } from './ids.ts';
import { describeModel, findModels } from './models.ts';
import { presetOption } from './preset-option.ts';
import { presetSections } from './sections.ts';

export const view = defineSubcommand({
  description: 'See a preset, its model, and where it is used',
  options: { preset: presetOption('Which preset') },
  reply: 'private',
  run: (call, ctx) => showPreset(call.options.preset, call, ctx),
});

export async function showPreset(presetId: string, call: Call, ctx: BotContext): Promise<void> {
  const { caller } = call;
  const [preset, uses] = await Promise.all([
    ctx.gateway.call(getPreset, { caller, params: { presetId } }),
    ctx.gateway.call(listPresetUses, { caller, params: { presetId } }),
  ]);
  const [limits, models] = await Promise.all([
    describeLimits(preset, call, ctx, 'preset.dropped-now'),
    findModels(preset.vendor, call, ctx),
  ]);
  const model = models?.find(({ id }) => id === preset.model) ?? null;
  await call.respond(presetView(preset, { vendor: vendorLabel(preset.vendor, ctx.vendors), model, limits, uses }));
}

interface Around {
  vendor: string;
  /** What the vendor tells of the model; null when it tells nothing. */
  model: ModelFacts | null;
  limits: string | null;
  uses: RouteOutput<typeof listPresetUses>;
}

function presetView(preset: Preset, { vendor, model, limits, uses }: Around): CardView {
  const { id, name, description, isGlobal, isMine } = preset;
  const facts = [
    plain(vendor),
    plain(preset.model),
    say('preset.window', { count: preset.contextTokens }),
    ...(model === null ? [] : describeModel(model)),
  ];
  const { model: _shownAbove, knobs: _inOtherWords, ...parameters } = presetSections;
  return card([
    text(clip(`## ${plain(name)}\n-# ${say(isGlobal ? 'preset.is-global' : 'preset.is-yours')}`, 300)),
    text(clip([...(description === '' ? [] : [excerpt(description, 300)]), facts.join(' · ')].join('\n'), 700)),
    ...(limits === null ? [] : [text(clip(limits, 900))]),
    divider(),
    text(
      clip(
        Object.values(parameters)
          .map((section) => `**${section.title}** ${section.summarize(preset)}`)
          .join('\n'),
        1_200,
      ),
    ),
    divider(),
    text(clip(`**${say('preset.where')}**\n${describeUses(uses).join('\n')}`, 800)),
    row(
      ...(isMine ? [button({ id: editPresetId.encode({ id }), label: say('interface.edit'), style: 'main' })] : []),
      button({ id: clonePresetId.encode({ id }), label: say('preset.clone') }),
      button({ id: exportPresetId.encode({ id }), label: say('preset.export') }),
    ),
  ]);
}

function describeUses(uses: RouteOutput<typeof listPresetUses>): string[] {
  const names = (list: readonly string[]) => excerpt(list.join(', '), 200);
  const lines = [
    ...(uses.withCharacters.length === 0
      ? []
      : [say('preset.used.user-character', { names: names(uses.withCharacters) })]),
    ...(uses.isDefault ? [say('preset.used.user')] : []),
    ...uses.channelIds.slice(0, 5).map((id) => say('preset.used.channel', { channel: `<#${id}>` })),
    ...(uses.ofCharacters.length === 0 ? [] : [say('preset.used.character', { names: names(uses.ofCharacters) })]),
    ...(uses.isServerDefault ? [say('preset.used.guild')] : []),
    ...(uses.isGlobalDefault ? [say('preset.used.global')] : []),
    ...(uses.isFreeDefault ? [say('preset.used.guest')] : []),
  ];
  return lines.length === 0 ? [say('preset.used.nowhere')] : lines.map((line) => `- ${line}`);
}
