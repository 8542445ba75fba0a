import {
  checkPreset,
  choosePreset,
  getPreset,
  listWalletKeys,
  type Preset,
  updatePreset,
  type WalletKey,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineDashboard } from '../../define/dashboard.ts';
import { button, plain } from '../../ui/elements.ts';
import { vendorLabel } from '../vendor-option.ts';
import { askDeletePresetId, clonePresetId, exportPresetId, setDefaultId } from './ids.ts';
import { presetSections } from './sections.ts';

const CHECK_TIMEOUT_MS = 12_000;

export const presetDashboard = defineDashboard({
  command: 'preset',
  sections: presetSections,
  title: ({ name }: Preset) => plain(name),
  subtitle: ({ isDefault, isGlobal }) =>
    [say(isGlobal ? 'preset.is-global' : 'preset.is-yours'), ...(isDefault ? [say('preset.is-default')] : [])].join(
      ' ',
    ),
  canEdit: ({ isMine }) => isMine,
  buttons: ({ id, isDefault, isMine }) => [
    button({
      id: setDefaultId.encode({ id, to: isDefault ? 'off' : 'on' }),
      label: say(isDefault ? 'preset.stop-using-by-default' : 'preset.use-by-default'),
      style: isDefault ? 'plain' : 'main',
    }),
    button({ id: clonePresetId.encode({ id }), label: say('preset.clone') }),
    button({ id: exportPresetId.encode({ id }), label: say('preset.export') }),
    button({
      id: askDeletePresetId.encode({ id }),
      label: say('preset.delete'),
      style: 'danger',
      isDisabled: !isMine,
    }),
  ],
  load: (presetId, { caller }, { gateway }) => gateway.call(getPreset, { caller, params: { presetId } }),
  save: (presetId, patch, { caller }, { gateway }) =>
    gateway.call(updatePreset, { caller, params: { presetId }, body: patch }),
  remark: (preset, call, ctx) => describeLimits(preset, call, ctx),
});

export const setDefault = onButton(setDefaultId, {
  reply: 'update',
  async run(call, ctx) {
    const { caller, state } = call;
    const isDefault = state.to === 'on';
    const params = { presetId: state.id };
    const before = await ctx.gateway.call(getPreset, { caller, params });
    // Taking back one that is not the default any more leaves the default alone.
    if (isDefault || before.isDefault) {
      const body = { presetId: isDefault ? state.id : null };
      await ctx.gateway.call(choosePreset, { caller, params: { tier: 'user' }, body });
    }
    const preset = { ...before, isDefault };
    await presetDashboard.show(
      preset,
      call,
      ctx,
      preset.isDefault ? await describeMissingKey(preset, call, ctx) : null,
    );
  },
});

/** Which parts of a preset won't take effect, of one that was saved just now or long ago; null when all of them will. */
export async function describeLimits(
  preset: Preset,
  call: CallFacts,
  ctx: BotContext,
  heading: 'preset.dropped' | 'preset.dropped-now' = 'preset.dropped',
): Promise<string | null> {
  const key = await findKey(preset, call, ctx);
  const remarks = [describeKey(preset, key, ctx), ...(await describeCheck(preset, key, heading, ctx))];
  return remarks.filter((remark) => remark !== null).join('\n') || null;
}

/** Says that a preset is skipped because its owner has no key for the vendor; null when there is a key, or none is needed. */
async function describeMissingKey(preset: Preset, call: CallFacts, ctx: BotContext): Promise<string | null> {
  return describeKey(preset, await findKey(preset, call, ctx), ctx);
}

/** The caller's key for a preset's vendor; undefined when the wallet couldn't be read. */
async function findKey(
  { vendor }: Preset,
  { caller }: CallFacts,
  { gateway, log }: BotContext,
): Promise<WalletKey | null | undefined> {
  try {
    const { items } = await gateway.call(listWalletKeys, { caller });
    return items.find((key) => key.vendor === vendor && key.status === 'active') ?? null;
  } catch (error) {
    log.warn({ err: error }, 'could not read the wallet for a preset');
    return undefined;
  }
}

function describeKey(preset: Preset, key: WalletKey | null | undefined, { vendors }: BotContext): string | null {
  const vendor = vendors.find(preset.vendor);
  if (vendor === null || vendor.keyForm === 'none' || key !== null) return null;
  return say('preset.key-missing', { vendor: vendor.label });
}

/** What the model will not receive, and whether its vendor has it; nothing when all is well. */
async function describeCheck(
  { vendor, model, parameters }: Preset,
  key: WalletKey | null | undefined,
  heading: 'preset.dropped' | 'preset.dropped-now',
  ctx: BotContext,
): Promise<string[]> {
  const isNew = heading === 'preset.dropped';
  const facts = { vendor: vendorLabel(vendor, ctx.vendors), model: plain(model) };
  try {
    const input = { vendor, model, parameters, ...(key && { keyId: key.id }) };
    const checked = await ctx.queues.ask(checkPreset, input, { timeoutMs: CHECK_TIMEOUT_MS });
    const lines = checked.dropped.map(({ key: name, reason }) => `- ${plain(name)}: ${plain(reason)}`);
    const similar = new Intl.ListFormat('en', { type: 'disjunction' }).format(checked.similar.map(plain));
    return [
      ...(checked.model === 'unknown' ? [say(isNew ? 'preset.model-unknown' : 'preset.model-gone', facts)] : []),
      ...(similar === '' ? [] : [say('preset.model-similar', { similar })]),
      ...(isNew && checked.model === 'unreachable' ? [say('preset.model-unreachable', facts)] : []),
      ...(lines.length === 0 ? [] : [say(heading), ...lines]),
    ];
  } catch (error) {
    ctx.log.warn({ err: error }, 'preset was not checked');
    return isNew ? [say('preset.unchecked')] : [];
  }
}
