import { findVendor, LIMITS, setWalletKey } from '@tzurot/contracts';
import { onForm, opensModal } from '../../define/component.ts';
import { defineModal, input, renderModal } from '../../define/modal.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { enterKeyId, KEY_VENDORS, setKeyId } from './ids.ts';
import { testKey } from './test-key.ts';

const modal = defineModal({
  id: setKeyId,
  title: 'Your key',
  inputs: { key: input.secret('Key', { maxLength: LIMITS.apiKey }) },
});

export const set = defineSubcommand({
  description: 'Store your own key with a vendor of models',
  options: { vendor: option.choice('Whose key', KEY_VENDORS) },
  reply: 'modal',
  modal: ({ options: { vendor } }) => keyModal(vendor),
});

export const enterKey = opensModal(enterKeyId, {
  prepare: async ({ state: { vendor } }) => keyModal(vendor),
  // The form needs nothing that could be missing.
  run: async () => undefined,
});

function keyModal(vendor: string) {
  const hint = `A key of ${KEY_VENDORS[vendor]}: ${findVendor(vendor)?.keyHint}. Stored encrypted, never shown again.`;
  return renderModal(modal, { vendor }, {}, { key: hint });
}

export const setForm = onForm(modal, async (call, ctx) => {
  const { vendor } = call.state;
  const stored = await ctx.gateway.call(setWalletKey, {
    caller: call.caller,
    body: { vendor, key: call.values.key },
  });
  await testKey(stored, call, ctx);
});
