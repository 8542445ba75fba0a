/** Numbers per vector unless the request says otherwise. */
export const DEFAULT_DIMENSIONS = 384;

const WORD_WEIGHT = 1;
const LETTERS_WEIGHT = 0.3;
const LETTERS_PER_GROUP = 3;

/**
 * A unit vector in which texts that share words, or parts of words, lie close together.
 * Feature hashing with signs (Weinberger et al., 2009): every word and every group of three letters in
 * it adds its weight, positive or negative, to one number of the vector. No meaning is claimed.
 */
export function embedText(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const add = (feature: string, weight: number) => {
    const hash = hashFeature(feature);
    const index = (hash >>> 1) % dimensions;
    vector[index] = (vector[index] ?? 0) + ((hash & 1) === 1 ? weight : -weight);
  };
  for (const word of splitWords(text)) {
    add(`w ${word}`, WORD_WEIGHT);
    const framed = `<${word}>`;
    for (let i = 0; i + LETTERS_PER_GROUP <= framed.length; i += 1) {
      add(`l ${framed.slice(i, i + LETTERS_PER_GROUP)}`, LETTERS_WEIGHT);
    }
  }
  return normalise(vector);
}

/** Words in lower case; a text without any word, such as "?!", counts as one. */
function splitWords(text: string): string[] {
  const lower = text.normalize('NFKC').toLowerCase();
  return lower.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [lower];
}

/** FNV-1a, then mixed so that its low bits are as good as the high ones. */
function hashFeature(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i += 1) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Features may cancel out to nothing in very few dimensions; then the vector points along the first. */
function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) vector[0] = 1;
  else for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) / length;
  return vector;
}
