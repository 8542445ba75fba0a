import type { ReporterOptions } from 'knip';

/** Says how many files knip looked at, which none of its own reporters does. */
export default function sayHowMany({ counters }: ReporterOptions): void {
  console.log(`knip looked at ${counters.processed} files`);
}
