/**
 * A number in [0, 1) that the same seed and purpose always give (FNV-1a, mixed as splitmix32 does): a prompt that is written again
 * is the same, and another reply of the turn has a seed of its own.
 */
export function seededNumber(seed: string, purpose: string): number {
  const text = `${seed}/${purpose}`;
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return ((hash ^ (hash >>> 15)) >>> 0) / 4_294_967_296;
}
