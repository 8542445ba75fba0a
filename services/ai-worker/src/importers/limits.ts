/** What files may be, in every place that reads one. Real ones are well below. */
export const FILE_LIMITS = {
  /** Of a card as text, wherever it lay. */
  cardBytes: 5 * 1_048_576,
  pictureBytes: 8 * 1_048_576,
  nesting: 64,
  pngChunks: 4_000,
  zipEntries: 2_000,
  /** Unpacked to packed, for what is larger than a megabyte. */
  zipRatio: 200,
  zipDocuments: 50,
  yamlBytes: 1_048_576,
  yamlAliases: 50,
  entries: 2_000,
} as const;
