import type { VendorCatalogue, VendorFacts } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { BotContext } from '../context.ts';
import type { Suggestion } from '../define/option.ts';

type Known = Pick<BotContext, 'vendors'>;

const takesKey = ({ keyForm }: VendorFacts): boolean => keyForm !== 'none';

/** For an option that names a vendor: those that this bot offers. */
export async function suggestVendors(typed: string, _call: unknown, { vendors }: Known): Promise<Suggestion[]> {
  return toSuggestions(vendors.list(), typed);
}

/** The same, without those that ask nobody for a key. */
export async function suggestKeyVendors(typed: string, _call: unknown, { vendors }: Known): Promise<Suggestion[]> {
  return toSuggestions(vendors.list().filter(takesKey), typed);
}

function toSuggestions(vendors: readonly VendorFacts[], typed: string): Suggestion[] {
  const wanted = typed.toLowerCase();
  return vendors
    .filter(({ id, label }) => id.includes(wanted) || label.toLowerCase().includes(wanted))
    .map(({ id, label }) => ({ name: label, value: id }));
}

/**
 * The vendor that somebody chose, or typed by its name.
 * @throws AppError `vendor-not-offered`
 */
export function requireVendor(given: string, { vendors }: Known): VendorFacts {
  return findVendor(given, vendors.list(), vendors);
}

/** The same, for a wallet. @throws AppError `vendor-not-offered` */
export function requireKeyVendor(given: string, { vendors }: Known): VendorFacts {
  return findVendor(given, vendors.list().filter(takesKey), vendors);
}

function findVendor(given: string, among: readonly VendorFacts[], vendors: VendorCatalogue): VendorFacts {
  const wanted = given.trim().toLowerCase();
  const found = among.find(({ id, label }) => id === wanted || label.toLowerCase() === wanted);
  if (found !== undefined) return found;
  throw new AppError('invalid-input', `vendor ${given} is not offered`, {
    reason: 'vendor-not-offered',
    facts: { vendor: vendorLabel(given, vendors), offered: among.map(({ label }) => label).join(', ') },
  });
}

/** As people know it; a vendor that is not offered any more has only its id. */
export function vendorLabel(id: string, vendors: VendorCatalogue): string {
  return vendors.find(id)?.label ?? id;
}
