import { LIMITS, setWalletKey, type VendorFacts } from '@tzurot/contracts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onForm, opensModal } from '../../define/component.ts';
import { defineModal, input, renderModal } from '../../define/modal.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { requireKeyVendor, suggestKeyVendors } from '../vendor-option.ts';
import { enterKeyId, setAddressId, setKeyId } from './ids.ts';
import { testKey } from './test-key.ts';

const keyModal = defineModal({
  id: setKeyId,
  title: 'Your key',
  inputs: { key: input.secret('Key', { maxLength: LIMITS.apiKey }) },
});

/** For a vendor that is wherever the person says. */
const addressModal = defineModal({
  id: setAddressId,
  title: 'Your own vendor',
  inputs: {
    address: input.short('Address', {
      isRequired: true,
      maxLength: 300,
      placeholder: 'https://models.example.org/v1',
      hint: "Public and https, without /chat/completions. It has to understand OpenAI's requests.",
    }),
    key: input.secret('Key', { maxLength: LIMITS.apiKey, hint: 'Stored encrypted, never shown again.' }),
  },
});

export const set = defineSubcommand({
  description: 'Store your own key with a vendor of models',
  options: { vendor: option.suggested('Whose key', suggestKeyVendors) },
  reply: 'modal',
  modal: ({ options: { vendor } }, ctx) => openForm(requireKeyVendor(vendor, ctx)),
});

export const enterKey = opensModal(enterKeyId, {
  prepare: async ({ state: { vendor } }, ctx) => openForm(requireKeyVendor(vendor, ctx)),
  // The form needs nothing that could be missing.
  run: async () => undefined,
});

function openForm({ id: vendor, label, keyForm, keyHint }: VendorFacts) {
  if (keyForm === 'address') return renderModal(addressModal, { vendor });
  return renderModal(
    keyModal,
    { vendor },
    {},
    { key: `A key of ${label}: ${keyHint}. Stored encrypted, never shown again.` },
  );
}

export const keyForm = onForm(keyModal, (call, ctx) => store({ key: call.values.key }, call, ctx));

export const addressForm = onForm(addressModal, (call, ctx) => store(call.values, call, ctx));

async function store(
  entered: { key: string; address?: string },
  call: Call & { state: { vendor: string } },
  ctx: BotContext,
): Promise<void> {
  const stored = await ctx.gateway.call(setWalletKey, {
    caller: call.caller,
    body: { vendor: call.state.vendor, ...entered },
  });
  await testKey(stored, call, ctx);
}
