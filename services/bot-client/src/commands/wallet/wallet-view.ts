import type { JobOutput, testWalletKey, VendorCatalogue, WalletKey } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { TimestampStyles, time } from 'discord.js';
import { button, card, note, plain, row, section, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';
import { vendorLabel } from '../vendor-option.ts';
import { describeCaps, describeSpent } from './cap.ts';
import { enterKeyId, testKeyId } from './ids.ts';

export type Verdict = JobOutput<typeof testWalletKey>;

/** `your OpenRouter key …1a2b` */
export function describeKey({ vendor, hint }: WalletKey, vendors: VendorCatalogue): string {
  return say('wallet.key', { vendor: vendorLabel(vendor, vendors), hint });
}

/** What the vendor said of a key. `explanation` is written for the key's owner. */
export function verdictView(key: WalletKey, { verdict, explanation }: Verdict, vendors: VendorCatalogue): CardView {
  const again = button({
    id: testKeyId.encode({ vendor: key.vendor }),
    label: say('wallet.test-again'),
    style: 'main',
  });
  const another = button({
    id: enterKeyId.encode({ vendor: key.vendor }),
    label: say('wallet.enter-another'),
    style: 'main',
  });
  const label = vendorLabel(key.vendor, vendors);
  const named = describeKey(key, vendors);
  switch (verdict) {
    case 'accepted':
      return note(say('wallet.accepted', { vendor: label, key: named }), 'good');
    case 'rejected':
      return card([text(say('wallet.rejected', { vendor: label, key: named, explanation })), row(another)], 'bad');
    case 'unreachable':
      return card(
        [
          text(
            say('wallet.not-tested', {
              key: named,
              explanation,
              consequence: say(key.status === 'active' ? 'wallet.stays-in-use' : 'wallet.kept-briefly'),
            }),
          ),
          row(again),
        ],
        'warn',
      );
    case 'gone':
      return card([text(say('wallet.gone')), row(another)], 'warn');
  }
}

/** What is in somebody's wallet; never a key. */
export function walletView(keys: readonly WalletKey[], vendors: VendorCatalogue): CardView {
  if (keys.length === 0) {
    return note(say('wallet.empty'));
  }
  return card([
    text(`## ${say('wallet.title')}\n-# ${say('wallet.subtitle')}`),
    ...keys.map((key) =>
      // A test is about the key that was entered last.
      findKey(keys, key.vendor) === key
        ? section(
            describe(key, vendors),
            button({ id: testKeyId.encode({ vendor: key.vendor }), label: say('wallet.test') }),
          )
        : text(describe(key, vendors)),
    ),
  ]);
}

/** The key that a test is about: the one entered last. A vendor has at most one key of each status. */
export function findKey(keys: readonly WalletKey[], vendor: string): WalletKey | null {
  return (
    keys.filter((key) => key.vendor === vendor).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0] ?? null
  );
}

function describe(key: WalletKey, vendors: VendorCatalogue): string {
  const { vendor, address, hint, status, lastUsedAt, cap, spent } = key;
  const caps = cap === null ? '' : describeCaps(cap);
  const facts = {
    vendor: vendorLabel(vendor, vendors),
    hint,
    status: say(`wallet.status.${status}`),
    used:
      lastUsedAt === null
        ? say('wallet.never-used')
        : say('wallet.last-used', { time: time(new Date(lastUsedAt), TimestampStyles.RelativeTime) }),
  };
  const line =
    address === null
      ? say('wallet.line', facts)
      : say('wallet.line-with-address', { ...facts, host: plain(new URL(address).host) });
  return [
    line,
    ...(spent === null || spent.monthTokens === 0
      ? []
      : [say('wallet.spent', { spent: describeSpent(spent.monthUsd, spent.monthTokens, vendor, vendors) })]),
    ...(caps === '' ? [] : [say('wallet.capped', { caps })]),
  ].join(' · ');
}
