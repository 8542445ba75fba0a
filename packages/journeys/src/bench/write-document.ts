import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Summary } from './figures.ts';
import { writeMarkdownTable } from './report.ts';

const documentPath = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url));

/** What people wrote around the figures stays as it is. */
const FIGURES = /(<!-- figures -->\n)[\s\S]*?(<!-- end of figures -->)/;

/** Puts figures, date and kind of machine into docs/benchmarks.md. @returns its path */
export async function writeDocument(summaries: readonly Summary[], runs: number): Promise<string> {
  const document = await readFile(documentPath, 'utf8');
  if (!FIGURES.test(document)) throw new Error(`${documentPath} has no place for figures: <!-- figures --> is missing`);
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
  const when = new Date().toISOString().slice(0, 10);
  const figures = [`${when}, ${machine}; medians of ${runs} runs.`, '', writeMarkdownTable(summaries), ''].join('\n');
  await writeFile(
    documentPath,
    document.replace(FIGURES, (_, start: string, end: string) => start + figures + end),
  );
  return documentPath;
}
