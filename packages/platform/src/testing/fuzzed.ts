import process from 'node:process';

interface Usual {
  numRuns: number;
  /** The same inputs in every usual run. */
  seed?: number;
}

const factor = Math.max(1, Number(process.env['FUZZ_FACTOR'] ?? 1) || 1);

/** How a property of fast-check is tried: as usual in `npm test`; many times as often, with new inputs, in `npm run fuzz`. */
export function fuzzed(usual: Usual): Usual {
  return factor === 1 ? usual : { numRuns: usual.numRuns * factor };
}
