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

/** Vendors lock keys that are tried too often. */
const TESTS = { capacity: 10, refillPerSecond: 1 / 6 };

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
  const { taken, retryAfterMs } = await ctx.state.takeToken(`key-test:${call.caller.id}`, TESTS);
  if (!taken) {
    throw new AppError('too-many-requests', 'keys were tested too often', {
      reason: 'too-many-messages',
      facts: { seconds: Math.ceil(retryAfterMs / 1_000) },
    });
  }
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
