import { z } from 'zod';

import { defineRoute } from './define-route.ts';
import { LIMITS } from './limits.ts';
import { Text } from './text.ts';

/** A model that turns text into vectors, by which memories are found though they share no word with the question. */
export const EmbeddingModel = z.object({
  model: Text.max(LIMITS.modelId),
  /** Asked for with every text; a vector of 384 numbers stays in its row, where longer ones are kept apart and read slower. */
  dimensions: z.number().int().positive().max(4_096),
  /** How much its nearness counts beside shared words, in [0, 1]. Source: docs/memory.md, "Vectors". */
  weight: z.number().min(0).max(1),
  /** Whether it serves guests too, because it costs nobody anything. */
  isFree: z.boolean(),
});
export type EmbeddingModel = z.infer<typeof EmbeddingModel>;

/** What every service knows of somebody whose models we can call. */
export const VendorFacts = z.object({
  id: Text.min(1).max(LIMITS.vendorId),
  label: Text.min(1).max(80),
  /** How a key of theirs looks, for a person who pastes one. */
  keyHint: Text.max(80),
  /** What a wallet keeps for them: a key, an address with a key, or nothing because the operator's own server asks nobody for one. */
  keyForm: z.enum(['key', 'address', 'none']),
  /** Runs here to try things out: nobody is sent there for a model. */
  isToy: z.boolean(),
  /** The operator has a key of their own for it, or it needs none: it can serve people without a key. */
  servesGuests: z.boolean().default(false),
  /** It says with every answer what that cost, so that a cap in money can hold. */
  tellsCost: z.boolean().default(false),
  /** Has no models that talk: nobody chooses it, and it makes vectors where the vendor that answers makes none. */
  makesOnlyVectors: z.boolean().default(false),
  /** What somebody who has a key and has chosen no preset talks to; null where only the person knows. */
  defaultModel: Text.max(LIMITS.modelId).nullable(),
  /** Null for a vendor without one that is there for certain. */
  embedding: EmbeddingModel.nullable(),
});
export type VendorFacts = z.infer<typeof VendorFacts>;

const body = z.object({ vendors: z.array(VendorFacts).max(100) });

/**
 * The vendors that this bot offers, in the order in which a person's key is looked for when nothing else chooses a model.
 * A worker publishes them when it starts; the gateway keeps the last it was told.
 */
export const publishVendors = defineRoute({
  name: 'vendor.publish',
  method: 'PUT',
  path: '/internal/vendors',
  services: ['ai-worker'],
  body,
  output: z.object({}),
});

/** Empty until a worker has started for the first time. */
export const listVendors = defineRoute({
  name: 'vendor.list',
  method: 'GET',
  path: '/internal/vendors',
  services: ['bot-client'],
  output: body,
});

/** The shared-state channel on which the gateway tells that the vendors were published. */
export const VENDORS_CHANNEL = 'vendors';

/** The vendors as a process knows them now. */
export interface VendorCatalogue {
  /** Those that talk. */
  list(): readonly VendorFacts[];
  /** Who makes vectors where the vendor that answers makes none; null where nobody does. */
  embedder(): VendorFacts | null;
  /** Null for a vendor that this bot does not offer. */
  find(id: string): VendorFacts | null;
  replace(vendors: readonly VendorFacts[]): void;
}

export function createVendorCatalogue(vendors: readonly VendorFacts[] = []): VendorCatalogue {
  let known = vendors;
  return {
    list: () => known.filter((vendor) => !vendor.makesOnlyVectors),
    embedder: () => known.find((vendor) => vendor.makesOnlyVectors) ?? null,
    find: (id) => known.find((vendor) => vendor.id === id && !vendor.makesOnlyVectors) ?? null,
    replace(published) {
      known = published;
    },
  };
}

/** What vectors of a vendor may be compared with: those of the same vendor, model and length. Null when it makes none. */
export function vectorSpaceOf({ id, embedding }: Pick<VendorFacts, 'id' | 'embedding'>): string | null {
  return embedding && `${id}/${embedding.model}/${embedding.dimensions}`;
}
