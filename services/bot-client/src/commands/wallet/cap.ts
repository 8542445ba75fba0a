import { changeCapId, type KeyCap, type KeySpending, setKeyCap, type VendorCatalogue } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onForm, opensModal } from '../../define/component.ts';
import { defineModal, input, renderModal } from '../../define/modal.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note } from '../../ui/elements.ts';
import { wrongInput } from '../../ui/typed-values.ts';
import { requireKeyVendor, suggestKeyVendors, vendorLabel } from '../vendor-option.ts';
import { setCapId } from './ids.ts';

const hint = say('wallet.cap-hint');
const MAX_LENGTH = 15;

const capModal = defineModal({
  id: setCapId,
  title: say('wallet.cap-form-title'),
  inputs: {
    dayUsd: input.short(say('wallet.cap-day-usd'), { maxLength: MAX_LENGTH, hint }),
    monthUsd: input.short(say('wallet.cap-month-usd'), { maxLength: MAX_LENGTH, hint }),
    dayTokens: input.short(say('wallet.cap-day-tokens'), { maxLength: MAX_LENGTH, hint }),
    monthTokens: input.short(say('wallet.cap-month-tokens'), { maxLength: MAX_LENGTH, hint }),
  },
});

export const cap = defineSubcommand({
  description: 'Limit what one of your keys may spend in a day or month',
  options: { vendor: option.suggested('Which vendor the key is for', suggestKeyVendors) },
  reply: 'modal',
  modal: ({ options: { vendor } }, ctx) => renderModal(capModal, { vendor: requireKeyVendor(vendor, ctx).id }),
});

export const changeCap = opensModal(changeCapId, {
  prepare: async ({ state: { vendor } }, ctx) => renderModal(capModal, { vendor: requireKeyVendor(vendor, ctx).id }),
  // This form never lacks what it needs to open.
  run: async () => undefined,
});

export const capForm = onForm(
  capModal,
  async ({ state: { vendor }, values, caller, respond }, { gateway, vendors }) => {
    const entered: KeyCap = {
      dayUsd: readAmount('dayUsd', values.dayUsd),
      monthUsd: readAmount('monthUsd', values.monthUsd),
      dayTokens: readAmount('dayTokens', values.dayTokens),
      monthTokens: readAmount('monthTokens', values.monthTokens),
    };
    const { cap: kept, spent } = await gateway.call(setKeyCap, { caller, params: { vendor }, body: entered });
    const facts = {
      vendor: vendorLabel(vendor, vendors),
      day: describeSpent(spent.dayUsd, spent.dayTokens, vendor, vendors),
      month: describeSpent(spent.monthUsd, spent.monthTokens, vendor, vendors),
    };
    const caps = describeCaps(kept);
    await respond(
      note(caps === '' ? say('wallet.cap-removed', facts) : say('wallet.cap-set', { ...facts, caps }), 'good'),
    );
  },
);

/** Empty for no cap. People write `$5`, `5,50` and `1,000,000`. */
function readAmount(name: string, text: string): number | null {
  const written = text
    .trim()
    .replace(/^\$\s*/, '')
    .replaceAll(/(?<=\d),(?=\d{3}(?:\D|$))/g, '')
    .replace(',', '.');
  if (written === '') return null;
  const value = Number(written);
  if (!Number.isFinite(value)) throw wrongInput(name, 'number-format', text);
  return value;
}

/** `$1.00 per day, 500,000 tokens per month`; empty without any. */
export function describeCaps({ dayUsd, monthUsd, dayTokens, monthTokens }: KeyCap): string {
  const parts = [
    ...(dayUsd === null ? [] : [say('cap.per-day', { amount: usd(dayUsd) })]),
    ...(monthUsd === null ? [] : [say('cap.per-month', { amount: usd(monthUsd) })]),
    ...(dayTokens === null ? [] : [say('cap.per-day', { amount: say('cap.tokens', { count: dayTokens }) })]),
    ...(monthTokens === null ? [] : [say('cap.per-month', { amount: say('cap.tokens', { count: monthTokens }) })]),
  ];
  return parts.join(', ');
}

const usd = (amount: number): string => say('cap.usd', { amount: amount.toFixed(2) });

/** In money too, where the vendor says what calls cost. */
export function describeSpent(
  amount: KeySpending['dayUsd'],
  count: KeySpending['dayTokens'],
  vendor: string,
  vendors: VendorCatalogue,
): string {
  const tokens = say('cap.tokens', { count });
  return vendors.find(vendor)?.tellsCost === true ? say('wallet.spent-both', { usd: usd(amount), tokens }) : tokens;
}
