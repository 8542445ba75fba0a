import { createHash } from 'node:crypto';

import { listModels } from './call-vendor.ts';
import type { Access, ListedModel, Vendor } from './vendor.ts';

const KEPT_MS = 10 * 60_000;
const MAX_KEPT = 200;
const TIMEOUT_MS = 4_000;
const MAX_SIMILAR = 3;

export interface ModelCheck {
  isKnown: boolean;
  /** Names that the person may have meant. */
  similar: string[];
}

/** Whether vendors have a model, by their own lists, which are asked for at most every ten minutes. */
export interface ModelLists {
  /** Null for a vendor without a list. @throws as `callVendor` does */
  check(vendor: Vendor, model: string, access: Access, signal: AbortSignal): Promise<ModelCheck | null>;
  /** Everything that the vendor tells. Null for a vendor without a list. @throws as `callVendor` does */
  list(vendor: Vendor, access: Access, signal: AbortSignal): Promise<readonly ListedModel[] | null>;
}

/** @param now for tests, in milliseconds */
export function createModelLists(now: () => number = Date.now): ModelLists {
  const kept = new Map<string, { models: readonly ListedModel[]; untilMs: number }>();

  async function listFor(vendor: Vendor, access: Access, signal: AbortSignal): Promise<readonly ListedModel[] | null> {
    // A key may see models of its own; of the key itself nothing is kept.
    const name = createHash('sha256')
      .update(JSON.stringify([vendor.id, access.address, access.key]))
      .digest('hex');
    const known = kept.get(name);
    if (known !== undefined && known.untilMs > now()) return known.models;
    const models = await listModels(vendor, access, { timeoutMs: TIMEOUT_MS, signal });
    if (models === null) return null;
    kept.delete(name);
    kept.set(name, { models, untilMs: now() + KEPT_MS });
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return models;
  }

  return {
    list: listFor,
    async check(vendor, model, access, signal) {
      const listedModels = await listFor(vendor, access, signal);
      if (listedModels === null) return null;
      const models = listedModels.map(({ id }) => id);
      const isKnown = models.some((listed) => isSame(listed, model));
      return { isKnown, similar: isKnown ? [] : findSimilar(models, model) };
    },
  };
}

/**
 * Lists show one spelling of a model where vendors take more: without the date of its version, with `:latest`, with
 * OpenRouter's suffixes, and with Google's path before it.
 */
function isSame(listed: string, model: string): boolean {
  if (plain(listed) === plain(model)) return true;
  return listed.startsWith(model) && /^-(?:\d{8}|\d{4}-\d\d-\d\d|latest)$/.test(listed.slice(model.length));
}

const plain = (name: string): string => name.replace(/^models\//, '').replace(/:[a-z]+$/, '');

/** Those that share the most pairs of letters with the wanted name; none where hardly anything is shared. */
function findSimilar(models: readonly string[], wanted: string): string[] {
  const pairs = pairsOf(wanted);
  return models
    .map((model) => ({ model, score: likeness(pairs, pairsOf(model)) }))
    .filter(({ score }) => score >= 0.4)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MAX_SIMILAR)
    .map(({ model }) => model);
}

function pairsOf(text: string): Set<string> {
  const letters = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
}

/** Dice's coefficient, in [0, 1]. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((pair) => other.has(pair)).length;
  return one.size + other.size === 0 ? 0 : (2 * shared) / (one.size + other.size);
}
