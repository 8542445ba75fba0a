import type { IMPORT_WARNINGS } from '@tzurot/contracts';

export type Warning = (typeof IMPORT_WARNINGS)[number];

/** What lies in a file, unpacked: values without prototypes, and the picture they came with. */
export interface Document {
  /** In a zip, the name of the entry. */
  filename: string;
  /** `json`, `jsonl`, `yaml`, or what it was packed in. */
  container: 'json' | 'jsonl' | 'yaml' | 'png' | 'webp' | 'charx' | 'jpeg';
  value: unknown;
  /** The text that `value` was read from, as it stood there. */
  text: string;
  picture: Uint8Array | null;
  warnings: Warning[];
}

/** An object of a file; arrays and null are none. */
export type Values = Readonly<Record<string, unknown>>;

export const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
