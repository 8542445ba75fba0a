import type { ImportReport } from '@tzurot/contracts';
import { hashOf } from './hash-of.ts';
import type { Found } from './importer.ts';

/** Something that is kept with its file and changes nothing here. */
export const keptAsIs = (format: string, name: string, report: ImportReport, id: unknown = name): Found => ({
  kind: 'kept',
  sourceKey: `${format}:${hashOf(id)}`,
  name: name.slice(0, 80).toWellFormed(),
  draft: { kind: 'kept' },
  report,
});
