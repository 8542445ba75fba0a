import type { ImportedFile } from '@tzurot/contracts';
import { openFile } from './containers/index.ts';
import type { Document, Warning } from './document.ts';
import type { Found, Importer } from './importer.ts';
import { importers } from './index.ts';
import { ImportRefusal } from './refusal.ts';

/** What is in a file, or why that cannot be said. */
export interface FileContents extends Pick<ImportedFile, 'format' | 'version' | 'problem' | 'detail'> {
  warnings: Warning[];
  found: Found[];
}

const nothing: FileContents = { format: null, version: null, problem: null, detail: '', warnings: [], found: [] };

/** Recognises what lies in a file by its content and reads it. */
export async function readFile(bytes: Buffer, filename: string): Promise<FileContents> {
  try {
    const known = (await openFile(bytes, filename)).flatMap((document) => recognise(document) ?? []);
    const [first] = known;
    if (first === undefined) throw new ImportRefusal('unknown-format');
    const found = known.flatMap(({ importer, document }) => importer.read(document));
    const warnings = [...new Set(known.flatMap(({ document }) => document.warnings))];
    return { ...nothing, format: first.importer.id, version: first.version || null, warnings, found };
  } catch (error) {
    if (!(error instanceof ImportRefusal)) throw error;
    return { ...nothing, problem: error.problem, detail: error.detail };
  }
}

/** The importer of a document with the version it found; null when nobody knows the format. */
export function recognise(document: Document): { importer: Importer; version: string; document: Document } | null {
  for (const importer of importers) {
    const recognised = importer.recognise(document);
    if (recognised !== null) return { importer, document, version: recognised.version };
  }
  return null;
}
