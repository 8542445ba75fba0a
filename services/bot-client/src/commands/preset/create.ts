import { createPreset, LIMITS, listWalletKeys } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { requireVendor, suggestVendors } from '../vendor-option.ts';
import { describeLimits, presetDashboard } from './dashboard.ts';

const FALLBACK_VENDOR = 'openrouter';

export const create = defineSubcommand({
  description: 'Choose a model and its settings',
  options: {
    name: option.string('Name of the preset', { maxLength: LIMITS.presetName }),
    model: option.string('The model, as its vendor writes it', { maxLength: LIMITS.modelId }),
    vendor: option.optionalSuggested('Whose model it is; if left out, the vendor you have a key for', suggestVendors),
  },
  reply: 'private',
  async run(call, ctx) {
    const { name, model, vendor } = call.options;
    const preset = await ctx.gateway.call(createPreset, {
      caller: call.caller,
      body: {
        name,
        model,
        vendor: vendor === undefined ? await findOwnVendor(call, ctx) : requireVendor(vendor, ctx).id,
      },
    });
    const limits = await describeLimits(preset, call, ctx);
    const created = say('preset.created');
    await presetDashboard.show(preset, call, ctx, limits === null ? created : `${created}\n${limits}`);
  },
});

/** The first vendor for which there is a working key. */
async function findOwnVendor({ caller }: Call, { gateway, vendors }: BotContext): Promise<string> {
  const { items } = await gateway.call(listWalletKeys, { caller });
  const active = new Set(items.filter(({ status }) => status === 'active').map(({ vendor }) => vendor));
  const offered = vendors.list();
  return (offered.find(({ id }) => active.has(id)) ?? offered[0])?.id ?? FALLBACK_VENDOR;
}
