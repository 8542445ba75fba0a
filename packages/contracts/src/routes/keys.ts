import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { WalletKey } from '../entities/wallet-key.ts';
import { Id } from '../ids.ts';
import { LIMITS } from '../limits.ts';

/** Puts a key into the caller's wallet, encrypted and `pending`: it counts once its vendor has accepted it. */
export const setWalletKey = defineRoute({
  name: 'wallet-key.set',
  method: 'POST',
  path: '/user/wallet-keys',
  body: z.object({
    vendor: z.string().min(1).max(LIMITS.vendorId),
    key: z
      .string()
      .trim()
      .min(4)
      .max(LIMITS.apiKey)
      // Keys travel in headers, which hold nothing else.
      .regex(/^[!-~]*$/, 'may hold only letters, digits and signs, without spaces: copy it from the vendor once more'),
  }),
  output: WalletKey,
});

export const listWalletKeys = defineRoute({
  name: 'wallet-key.list',
  method: 'GET',
  path: '/user/wallet-keys',
  output: z.object({ items: z.array(WalletKey) }),
});

/** Forgets the caller's keys for a vendor, the ciphertext included. */
export const removeWalletKey = defineRoute({
  name: 'wallet-key.remove',
  method: 'DELETE',
  path: '/user/wallet-keys/:vendor',
  params: z.object({ vendor: z.string().min(1).max(LIMITS.vendorId) }),
  output: z.object({ removed: z.number().int() }),
});

/** The one route that returns a key. The worker forgets it after the call it is for. */
export const revealWalletKey = defineRoute({
  name: 'wallet-key.reveal',
  method: 'POST',
  path: '/internal/wallet-keys/:keyId/reveal',
  services: ['ai-worker'],
  idempotent: true,
  params: z.object({ keyId: Id }),
  output: z.object({ vendor: z.string(), key: z.string() }),
});

/** What the vendor said of a key: accepted makes it the active one and retires the one before. */
export const judgeWalletKey = defineRoute({
  name: 'wallet-key.judge',
  method: 'POST',
  path: '/internal/wallet-keys/:keyId/judge',
  services: ['ai-worker'],
  idempotent: true,
  params: z.object({ keyId: Id }),
  body: z.object({ isAccepted: z.boolean() }),
  output: z.object({ status: z.enum(['active', 'rejected', 'gone']) }),
});
