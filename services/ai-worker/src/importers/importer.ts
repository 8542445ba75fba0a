import type { ImportDraftInput, ImportKind, ImportReport } from '@tzurot/contracts';
import type { Document } from './document.ts';
import type { FieldRule } from './map-fields.ts';

/** One thing that an importer found. */
export interface Found {
  kind: ImportKind;
  /** The format's own stable id, or a hash of what people see, with the format before it. */
  sourceKey: string;
  name: string;
  draft: ImportDraftInput;
  report: ImportReport;
  /** What it looks like, as it lay in the file. */
  picture?: Uint8Array | null;
}

/** A format. Pure: the same document gives the same findings. */
export interface Importer {
  /** Plain text in the database; its name for people is the sentence `import.format.<id>`. */
  readonly id: string;
  /** What becomes of each field, for the report and for docs/importing.md. */
  readonly fields: readonly FieldTable[];
  /** Fields whose values are not even kept. */
  readonly secretKeys?: readonly string[];
  /** @returns null for a document of another format; `version` is empty where the format has none */
  recognise(document: Document): { version: string } | null;
  /** @throws ImportRefusal */
  read(document: Document): Found[];
}

export interface FieldTable {
  /** Of which object of the format, such as `member`. */
  of: string;
  rules: readonly FieldRule[];
}

export const defineImporter = (importer: Importer): Importer => importer;
