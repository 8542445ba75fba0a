import { listWalletKeys } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { suggestKeyVendors, vendorLabel } from '../vendor-option.ts';
import { testKeyId } from './ids.ts';
import { testKey } from './test-key.ts';
import { findKey } from './wallet-view.ts';

export const test = defineSubcommand({
  description: 'Check whether one of your keys works',
  options: { vendor: option.suggested('Which vendor the key is for', suggestKeyVendors) },
  reply: 'private',
  run: (call, ctx) => testStored(call.options.vendor, call, ctx),
});

export const testAgain = onButton(testKeyId, {
  reply: 'update',
  run: (call, ctx) => testStored(call.state.vendor, call, ctx),
});

async function testStored(vendor: string, call: Call, ctx: BotContext): Promise<void> {
  const { items } = await ctx.gateway.call(listWalletKeys, { caller: call.caller });
  const key = findKey(items, vendor);
  if (key === null) {
    throw new AppError('not-found', 'no key of this vendor', {
      reason: 'key-missing',
      facts: { vendor: vendorLabel(vendor, ctx.vendors) },
    });
  }
  await testKey(key, call, ctx);
}
