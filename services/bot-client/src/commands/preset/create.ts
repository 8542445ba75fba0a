import { createPreset, LIMITS, type PresetDraft } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { option, type Typing } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { requireVendor, suggestVendors } from '../vendor-option.ts';
import { describeLimits, presetDashboard } from './dashboard.ts';
import { findModels, findOwnVendor, suggestModels } from './models.ts';

const FALLBACK_VENDOR = 'openrouter';
/** Of a model with a larger window, no more is used unless somebody says so: every token of a prompt is paid for. */
const USUAL_CONTEXT_TOKENS = 16_384;

export const draftOptions = {
  name: option.string('Name of the preset', { maxLength: LIMITS.presetName }),
  model: option.suggested('The model, as its vendor writes it', async (typed, call: Typing, ctx) => {
    const { vendor } = call.others;
    const chosen =
      vendor === undefined || vendor === '' ? await findOwnVendor(call, ctx) : requireVendor(vendor, ctx).id;
    return suggestModels(chosen, typed, call, ctx);
  }),
  vendor: option.optionalSuggested('Whose model it is; if left out, the vendor you have a key for', suggestVendors),
};

export const create = defineSubcommand({
  description: 'Choose a model and its settings',
  options: draftOptions,
  reply: 'private',
  async run(call, ctx) {
    const preset = await ctx.gateway.call(createPreset, { caller: call.caller, body: await readDraft(call, ctx) });
    const limits = await describeLimits(preset, call, ctx);
    const created = say('preset.created');
    await presetDashboard.show(preset, call, ctx, limits === null ? created : `${created}\n${limits}`);
  },
});

/** What the options name, with a context window that the model has. */
export async function readDraft(
  call: Call & { options: { name: string; model: string; vendor: string | undefined } },
  ctx: BotContext,
): Promise<Pick<PresetDraft, 'name' | 'model' | 'vendor' | 'contextTokens'>> {
  const { name, model, vendor: given } = call.options;
  const vendor =
    given === undefined ? ((await findOwnVendor(call, ctx)) ?? FALLBACK_VENDOR) : requireVendor(given, ctx).id;
  const known = (await findModels(vendor, call, ctx))?.find(({ id }) => id === model);
  const window = known?.contextTokens ?? USUAL_CONTEXT_TOKENS;
  return { name, model, vendor, contextTokens: Math.max(1_024, Math.min(window, USUAL_CONTEXT_TOKENS)) };
}
