import { z } from 'zod';
import { customId, part } from './custom-id.ts';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import type { FieldReason } from './errors.ts';
import { Id, Timestamp } from './ids.ts';
import { LIMITS } from './limits.ts';
import { rowsOf } from './rows.ts';
import { heardText, Text } from './text.ts';

/** The button that asks whose key somebody has and opens the form; bot-client's cards and the worker's notices have it. */
export const bringKeyId = customId('wallet:bring', {});

/** The button that opens the form of a key's caps; bot-client's cards and the worker's notices have it. */
export const changeCapId = customId('wallet:change-cap', { vendor: part.text(LIMITS.vendorId) });

const Usd = z.number().min(0.01).max(100_000);
const Tokens = z.int().min(1_000).max(2_000_000_000);

/** The most that a key may spend, by calendar day and month in UTC; null where there is no such cap. */
export const KeyCap = z.object({
  dayUsd: Usd.nullable(),
  monthUsd: Usd.nullable(),
  dayTokens: Tokens.nullable(),
  monthTokens: Tokens.nullable(),
});
export type KeyCap = z.infer<typeof KeyCap>;

/** What a key has spent in the day and the month that run, as far as its vendor tells. */
export const KeySpending = z.object({
  dayUsd: z.number(),
  monthUsd: z.number(),
  dayTokens: z.number(),
  monthTokens: z.number(),
});
export type KeySpending = z.infer<typeof KeySpending>;

/** The cap that a key is nearest to. */
export const CapStanding = z.object({
  vendor: Text.max(80),
  period: z.enum(['day', 'month']),
  unit: z.enum(['usd', 'tokens']),
  limit: z.number(),
  /** Spent of it; 1 when it is reached. */
  share: z.number(),
  renewsAt: Timestamp,
});
export type CapStanding = z.infer<typeof CapStanding>;

/**
 * A vendor key in somebody's wallet, without the key. `pending` keys are being tested and vanish
 * after ten minutes; a `rejected` key was refused by its vendor after it had worked.
 */
export const WalletKey = z.object({
  id: Id,
  vendor: Text.max(LIMITS.vendorId),
  /** Where the person's own vendor answers; null for every other vendor. */
  address: Text.max(LIMITS.url).nullable(),
  /** The last four characters, for a person who has several. */
  hint: Text.max(4),
  status: z.enum(['pending', 'active', 'rejected']),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
  cap: KeyCap.nullable().default(null),
  spent: KeySpending.nullable().default(null),
});
export type WalletKey = z.infer<typeof WalletKey>;

/** Names a host, and nothing secret: it is shown to its owner. Whether it may be called is decided when it is. */
export const VendorAddress = z
  .url({ protocol: /^https$/, error: 'address-format' satisfies FieldReason })
  .max(LIMITS.url)
  .refine((text) => {
    const address = URL.parse(text);
    return (
      address !== null &&
      [address.username, address.password, address.search, address.hash].every((piece) => piece === '')
    );
  }, 'address-format' satisfies FieldReason)
  .transform((text) => text.replace(/(?<!\/)\/+$/, ''));

/** Puts a key into the caller's wallet, encrypted and `pending`: it counts once its vendor has accepted it. */
export const setWalletKey = defineRoute({
  name: 'wallet-key.set',
  method: 'POST',
  path: '/user/wallet',
  body: z.object({
    vendor: Text.min(1).max(LIMITS.vendorId),
    key: z
      .string()
      .trim()
      .min(4)
      .max(LIMITS.apiKey)
      // Keys travel in headers, which hold nothing else.
      .regex(/^[!-~]*$/, 'key-format' satisfies FieldReason),
    /** Up to and without `/chat/completions`; for a vendor that has no address of its own. */
    address: VendorAddress.optional(),
  }),
  output: WalletKey,
});

export const listWalletKeys = defineRoute({
  name: 'wallet-key.list',
  method: 'GET',
  path: '/user/wallet',
  output: z.object({ items: rowsOf('wallet key', WalletKey) }),
});

/** Forgets the caller's keys for a vendor, the ciphertext included. */
export const removeWalletKey = defineRoute({
  name: 'wallet-key.remove',
  method: 'DELETE',
  path: '/user/wallet/:vendor',
  params: z.object({ vendor: Text.min(1).max(LIMITS.vendorId) }),
  output: z.object({ removed: z.number().int() }),
});

/** Sets the caps of the caller's key for a vendor; they hold for the key that comes after it too. */
export const setKeyCap = defineRoute({
  name: 'wallet-key.set-cap',
  method: 'PUT',
  path: '/user/wallet/:vendor/cap',
  params: z.object({ vendor: Text.min(1).max(LIMITS.vendorId) }),
  body: KeyCap,
  output: z.object({ cap: KeyCap, spent: KeySpending }),
});

/**
 * The one route that returns a key. The worker forgets it after the call it is for.
 * @throws `limit-reached` when a cap of its owner's is reached and the call costs something
 */
export const revealWalletKey = defineRoute({
  name: 'wallet-key.reveal',
  method: 'POST',
  path: '/internal/wallet/:keyId/reveal',
  services: ['ai-worker'],
  idempotent: true,
  params: z.object({ keyId: Id }),
  /** `look`: what costs nothing, such as a test of the key. */
  body: z.object({ purpose: z.enum(['call', 'look']).default('call') }),
  output: z.object({ vendor: Text, key: z.string(), address: Text.nullable().default(null) }),
});

/** What the vendor said of a key: accepted makes it the active one and retires the one before. */
export const judgeWalletKey = defineRoute({
  name: 'wallet-key.judge',
  method: 'POST',
  path: '/internal/wallet/:keyId/judge',
  services: ['ai-worker'],
  idempotent: true,
  params: z.object({ keyId: Id }),
  body: z.object({ isAccepted: z.boolean() }),
  output: z.object({ status: z.enum(['active', 'rejected', 'gone']) }),
});

/** Asks the vendor whether it takes a stored key, and has the gateway activate or reject it. */
export const testWalletKey = defineJob({
  name: 'wallet-key.test',
  queue: 'chores',
  input: z.object({ keyId: Id }),
  output: z.object({
    verdict: z.enum(['accepted', 'rejected', 'unreachable', 'gone']),
    /** A sentence for the owner of the key. */
    explanation: heardText(500),
  }),
  timeoutMs: 20_000,
});
