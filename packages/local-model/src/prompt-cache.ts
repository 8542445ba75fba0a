import { LRUCache } from 'lru-cache';

/** Characters per block; with four characters to a token a block is 16 tokens. */
export const BLOCK_CHARS = 64;

/**
 * Remembers which prompt beginnings were seen, as vendors' prefix caches do: a prompt is hashed from
 * its first character on, and the running hash is kept at every full block. A later prompt is cached
 * as far as its own running hashes are known, so one changed character ends the cached part there.
 * Only hashes are kept, at most `maxBlocks`; the least recently used go first.
 */
export class PromptCache {
  readonly #blocks: LRUCache<number, true>;

  constructor(maxBlocks: number) {
    this.#blocks = new LRUCache({ max: maxBlocks });
  }

  /**
   * How many characters of `prompt`, from its beginning, an earlier call with the same scope had too.
   * @returns a multiple of `BLOCK_CHARS`
   */
  take(scope: string, prompt: string): number {
    let cachedBlocks = 0;
    let isCached = true;
    const hashes = runningHashes(scope, prompt);
    for (const hash of hashes) {
      isCached = isCached && this.#blocks.has(hash);
      if (isCached) cachedBlocks += 1;
    }
    // From the last block to the first: eviction then eats a prompt from its end, as a later turn needs its beginning.
    for (const hash of hashes.toReversed()) this.#blocks.set(hash, true);
    return cachedBlocks * BLOCK_CHARS;
  }
}

/** 53 bits at each block's end, from two multiplicative hashes of everything before it (the scope included). */
function runningHashes(scope: string, prompt: string): number[] {
  const hashes: number[] = [];
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const feed = (code: number) => {
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
    high ^= low >>> 15;
  };
  for (let i = 0; i < scope.length; i += 1) feed(scope.charCodeAt(i));
  feed(0);
  for (let i = 0; i < prompt.length; i += 1) {
    feed(prompt.charCodeAt(i));
    if ((i + 1) % BLOCK_CHARS === 0) hashes.push((high >>> 11) * 0x1_0000_0000 + (low >>> 0));
  }
  return hashes;
}
