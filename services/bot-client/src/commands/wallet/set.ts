import { LIMITS, setWalletKey, type VendorFacts } from '@tzurot/contracts';
import { say } from '@tzurot/words';
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
  title: say('wallet.form-title'),
  inputs: { key: input.secret(say('wallet.form-key'), { maxLength: LIMITS.apiKey }) },
});

/** For a vendor whose address the person gives. */
const addressModal = defineModal({
  id: setAddressId,
  title: say('wallet.address-form-title'),
  inputs: {
    address: input.short(say('wallet.form-address'), {
      isRequired: true,
      maxLength: 300,
      placeholder: 'https://models.example.org/v1',
      hint: say('wallet.form-address-hint'),
    }),
    key: input.secret(say('wallet.form-key'), { maxLength: LIMITS.apiKey, hint: say('wallet.form-secret-hint') }),
  },
});

export const set = defineSubcommand({
  description: 'Store your own key for a model vendor',
  options: { vendor: option.suggested('Which vendor the key is for', suggestKeyVendors) },
  reply: 'modal',
  modal: ({ options: { vendor } }, ctx) => openForm(requireKeyVendor(vendor, ctx)),
});

export const enterKey = opensModal(enterKeyId, {
  prepare: async ({ state: { vendor } }, ctx) => openForm(requireKeyVendor(vendor, ctx)),
  // This form never lacks what it needs to open.
  run: async () => undefined,
});

function openForm({ id: vendor, label, keyForm, keyHint }: VendorFacts) {
  if (keyForm === 'address') return renderModal(addressModal, { vendor });
  return renderModal(keyModal, { vendor }, {}, { key: say('wallet.form-key-hint', { vendor: label, form: keyHint }) });
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
