import type { ImportedFile } from '@tzurot/contracts';
import { openFile } from './containers/index.ts';
import type { Document, Warning } from './document.ts';
import type { Found, Importer } from './importer.ts';
import { importers } from './index.ts';
import { redact } from './redact.ts';
import { ImportRefusal } from './refusal.ts';

/** What is in a file, or why that cannot be said. */
export interface FileContents extends Pick<ImportedFile, 'format' | 'version' | 'problem' | 'detail'> {
  warnings: Warning[];
  found: Found[];
  /** The file without its secrets; null where it has none. */
  redacted: string | null;
}

const nothing: FileContents = {
  format: null,
  version: null,
  problem: null,
  detail: '',
  warnings: [],
  found: [],
  redacted: null,
};

/** Recognises what lies in a file by its content and reads it. */
export async function readFile(bytes: Buffer, filename: string): Promise<FileContents> {
  try {
    const known = (await openFile(bytes, filename)).flatMap((document) => recognise(document) ?? []);
    const [first] = known;
    if (first === undefined) throw new ImportRefusal('unknown-format');
    const found = known.flatMap(({ importer, document }) => importer.read(document));
    const warnings = [...new Set(known.flatMap(({ document }) => document.warnings))];
    const { importer, document } = first;
    const isText = document.container === 'json' && known.length === 1;
    const clean = isText ? redact(document.text, importer.secretKeys ?? []) : document.text;
    const redacted = clean === document.text ? null : clean;
    return { ...nothing, format: importer.id, version: first.version || null, warnings, found, redacted };
  } catch (error) {
    if (!(error instanceof ImportRefusal)) throw error;
    return { ...nothing, problem: error.problem, detail: error.detail };
  }
}

/** The importer of a document with the version it found; null when nobody knows the format. */
function recognise(document: Document): { importer: Importer; version: string; document: Document } | null {
  for (const importer of importers) {
    const recognised = importer.recognise(document);
    if (recognised !== null) return { importer, document, version: recognised.version };
  }
  return null;
}
