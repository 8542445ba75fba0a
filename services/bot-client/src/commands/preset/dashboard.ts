import {
  checkPreset,
  getPreset,
  listWalletKeys,
  type Preset,
  setPresetDefault,
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
import { setDefaultId } from './ids.ts';
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
  buttons: ({ id, isDefault }) => [
    button({
      id: setDefaultId.encode({ id, to: isDefault ? 'off' : 'on' }),
      label: say(isDefault ? 'preset.stop-using-by-default' : 'preset.use-by-default'),
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

/** Which parts of a preset that was just saved won't take effect; null when all of them will. */
export async function describeLimits(preset: Preset, call: CallFacts, ctx: BotContext): Promise<string | null> {
  const key = await findKey(preset, call, ctx);
  const remarks = [describeKey(preset, key, ctx), ...(await describeCheck(preset, key, ctx))];
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
  ctx: BotContext,
): Promise<string[]> {
  const facts = { vendor: vendorLabel(vendor, ctx.vendors), model: plain(model) };
  try {
    const input = { vendor, model, parameters, ...(key && { keyId: key.id }) };
    const checked = await ctx.queues.ask(checkPreset, input, { timeoutMs: CHECK_TIMEOUT_MS });
    const lines = checked.dropped.map(({ key: name, reason }) => `- ${plain(name)}: ${plain(reason)}`);
    const similar = new Intl.ListFormat('en', { type: 'disjunction' }).format(checked.similar.map(plain));
    return [
      ...(checked.model === 'unknown' ? [say('preset.model-unknown', facts)] : []),
      ...(similar === '' ? [] : [say('preset.model-similar', { similar })]),
      ...(checked.model === 'unreachable' ? [say('preset.model-unreachable', facts)] : []),
      ...(lines.length === 0 ? [] : [say('preset.dropped'), ...lines]),
    ];
  } catch (error) {
    ctx.log.warn({ err: error }, 'preset was not checked');
    return [say('preset.unchecked')];
  }
}
