import type { JobOutput, testWalletKey, VendorCatalogue, WalletKey } from '@tzurot/contracts';
import { button, card, note, plain, row, section, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';
import { vendorLabel } from '../vendor-option.ts';
import { enterKeyId, testKeyId } from './ids.ts';

export type Verdict = JobOutput<typeof testWalletKey>;

const STATUS: Record<WalletKey['status'], string> = {
  active: 'in use',
  pending: 'not tested yet; forgotten ten minutes after it was entered',
  rejected: 'refused by the vendor',
};

/** `your OpenRouter key …1a2b` */
export function describeKey({ vendor, hint }: WalletKey, vendors: VendorCatalogue): string {
  return `your ${vendorLabel(vendor, vendors)} key \`…${hint}\``;
}

/** What the vendor said of a key. `explanation` is written for the key's owner. */
export function verdictView(key: WalletKey, { verdict, explanation }: Verdict, vendors: VendorCatalogue): CardView {
  const again = button({ id: testKeyId.encode({ vendor: key.vendor }), label: 'Test again', style: 'main' });
  const another = button({ id: enterKeyId.encode({ vendor: key.vendor }), label: 'Enter another key', style: 'main' });
  const label = vendorLabel(key.vendor, vendors);
  switch (verdict) {
    case 'accepted':
      return note(
        `**${label} takes ${describeKey(key, vendors)}.** It is used from now on when you talk to characters.`,
        'good',
      );
    case 'rejected':
      return card([text(`**${label} refuses ${describeKey(key, vendors)}.**\n${explanation}`), row(another)], 'bad');
    case 'unreachable':
      return card(
        [
          text(
            `**${label} could not be asked.** ${explanation}\n${
              key.status === 'active'
                ? 'Your key stays in use.'
                : 'Your key is kept encrypted for ten minutes and not used before it was tested.'
            }`,
          ),
          row(again),
        ],
        'warn',
      );
    case 'gone':
      return card(
        [
          text(
            '**This key is not there any more.** It was removed or replaced by a newer one, or ten minutes went by untested.',
          ),
          row(another),
        ],
        'warn',
      );
  }
}

/** What is in somebody's wallet; never a key. */
export function walletView(keys: readonly WalletKey[], vendors: VendorCatalogue): CardView {
  if (keys.length === 0) {
    return note(
      'Your wallet is empty, so you talk on a free model, if whoever runs me offers one. `/wallet set` stores a key of your own: encrypted, never shown.',
    );
  }
  return card([
    text('## Your wallet\n-# Keys are stored encrypted and never shown.'),
    ...keys.map((key) =>
      // What was entered last is what a test is about.
      findKey(keys, key.vendor) === key
        ? section(describe(key, vendors), button({ id: testKeyId.encode({ vendor: key.vendor }), label: 'Test' }))
        : text(describe(key, vendors)),
    ),
  ]);
}

/** The key that a test is about: what was entered last. A vendor has at most one of each status. */
export function findKey(keys: readonly WalletKey[], vendor: string): WalletKey | null {
  return (
    keys.filter((key) => key.vendor === vendor).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0] ?? null
  );
}

function describe({ vendor, address, hint, status, lastUsedAt }: WalletKey, vendors: VendorCatalogue): string {
  const used = lastUsedAt === null ? 'never used' : `last used <t:${Math.floor(Date.parse(lastUsedAt) / 1_000)}:R>`;
  const where = address === null ? '' : ` · ${plain(new URL(address).host)}`;
  return `**${vendorLabel(vendor, vendors)}** \`…${hint}\`\n-# ${STATUS[status]} · ${used}${where}`;
}
