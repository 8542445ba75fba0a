import { createPreset, getPreset, LIMITS, listPresets } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { clip, plain } from '../../ui/elements.ts';
import { presetDashboard } from './dashboard.ts';
import { clonePresetId } from './ids.ts';
import { presetOption } from './preset-option.ts';

export const clone = defineSubcommand({
  description: 'Make a preset of your own from another one',
  options: {
    preset: presetOption('Which preset'),
    name: option.optionalString('What the copy is called', { maxLength: LIMITS.presetName }),
  },
  reply: 'private',
  run: ({ options, ...call }, ctx) => copy(options.preset, options.name, call, ctx),
});

export const clonePreset = onButton(clonePresetId, {
  reply: 'private',
  run: (call, ctx) => copy(call.state.id, undefined, call, ctx),
});

async function copy(presetId: string, name: string | undefined, call: Call, ctx: BotContext): Promise<void> {
  const { caller } = call;
  const [original, { items }] = await Promise.all([
    ctx.gateway.call(getPreset, { caller, params: { presetId } }),
    ctx.gateway.call(listPresets, { caller }),
  ]);
  const taken = new Set(items.map((each) => each.name.toLowerCase()));
  const { description, vendor, model, contextTokens, parameters } = original;
  const made = await ctx.gateway.call(createPreset, {
    caller,
    body: { name: name ?? freeName(original.name, taken), description, vendor, model, contextTokens, parameters },
  });
  await presetDashboard.show(made, call, ctx, say('preset.cloned', { name: plain(original.name) }));
}

/** `Storyteller 2`, or the first number that is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const suffix = ` ${number}`;
    const candidate = `${clip(name.replace(/ \d+$/, ''), LIMITS.presetName - suffix.length)}${suffix}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}
