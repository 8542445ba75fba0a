import { checkPreset, getPreset, listWalletKeys, type Preset, setPresetDefault, updatePreset } from '@tzurot/contracts';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineDashboard } from '../../define/dashboard.ts';
import { button, plain } from '../../ui/elements.ts';
import { setDefaultId } from './ids.ts';
import { presetSections } from './sections.ts';

const PATIENCE_MS = 8_000;

export const presetDashboard = defineDashboard({
  command: 'preset',
  sections: presetSections,
  title: ({ name }: Preset) => plain(name),
  subtitle: ({ isDefault, isGlobal }) =>
    [
      isGlobal ? 'A preset of the bot itself: everybody may use it.' : 'Your preset.',
      ...(isDefault ? ['You talk with it where nothing nearer chooses another.'] : []),
    ].join(' '),
  canEdit: ({ isMine }) => isMine,
  buttons: ({ id, isDefault }) => [
    button({
      id: setDefaultId.encode({ id, to: isDefault ? 'off' : 'on' }),
      label: isDefault ? 'Do not use by default' : 'Use by default',
      style: isDefault ? 'plain' : 'main',
    }),
  ],
  load: (presetId, { caller }, { gateway }) => gateway.call(getPreset, { caller, params: { presetId } }),
  save: (presetId, patch, { caller }, { gateway }) =>
    gateway.call(updatePreset, { caller, params: { presetId }, body: patch }),
  remark: describeLimits,
});

export const setDefault = onButton(setDefaultId, {
  reply: 'update',
  async run(call, ctx) {
    const preset = await ctx.gateway.call(setPresetDefault, {
      caller: call.caller,
      params: { presetId: call.state.id },
      body: { isDefault: call.state.to === 'on' },
    });
    await presetDashboard.show(
      preset,
      call,
      ctx,
      preset.isDefault ? await describeMissingKey(preset, call, ctx) : null,
    );
  },
});

/** What of a preset, as it was just saved, will not take effect; null when all of it will. */
async function describeLimits(preset: Preset, call: CallFacts, ctx: BotContext): Promise<string | null> {
  const remarks = await Promise.all([describeMissingKey(preset, call, ctx), describeDropped(preset, ctx)]);
  return remarks.filter((remark) => remark !== null).join('\n') || null;
}

/** A preset of a vendor whose key its owner does not have is passed over; null when there is a key, or none is needed. */
export async function describeMissingKey(
  { vendor: vendorId }: Preset,
  { caller }: CallFacts,
  { gateway, vendors, log }: BotContext,
): Promise<string | null> {
  const vendor = vendors.find(vendorId);
  if (vendor === null || vendor.keyForm === 'none') return null;
  try {
    const { items } = await gateway.call(listWalletKeys, { caller });
    if (items.some((key) => key.vendor === vendorId && key.status === 'active')) return null;
    return `You have no ${vendor.label} key, so this preset is passed over until \`/wallet set\` has one.`;
  } catch (error) {
    log.warn({ err: error }, 'wallet was not looked into for a preset');
    return null;
  }
}

/** What the model will not receive of a preset, and why; null when it receives everything. */
async function describeDropped({ vendor, model, parameters }: Preset, ctx: BotContext): Promise<string | null> {
  if (Object.keys(parameters).length === 0) return null;
  try {
    const { dropped } = await ctx.queues.ask(checkPreset, { vendor, model, parameters }, { timeoutMs: PATIENCE_MS });
    if (dropped.length === 0) return null;
    const lines = dropped.map(({ key, reason }) => `- ${plain(key)}: ${plain(reason)}`);
    return ['**Kept, but this model will not receive:**', ...lines].join('\n');
  } catch (error) {
    ctx.log.warn({ err: error }, 'preset was not checked');
    return 'Saved. Whether the model takes all of it could not be checked just now.';
  }
}
