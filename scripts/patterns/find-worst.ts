import type { FoundPattern } from './find-patterns.ts';
import { BUDGET_MS, measurePatternMs } from './measure.ts';
import { type TextShape, worstTexts, writeText } from './worst-texts.ts';

const CHARACTERS = 100_000;
/** A tenth of the length shows which texts are worth trying whole: what takes so long there may take a hundred times as long. */
const PROBE_CHARACTERS = 10_000;
const PROBE_MS = 0.3;

/** A text of 100,000 characters on which the pattern takes longer than the budget, or the longest that was found. */
export function findWorst(found: Pick<FoundPattern, 'source' | 'flags'>): TextShape & { ms: number } {
  const pattern = new RegExp(found.source, found.flags.includes('g') ? found.flags : `${found.flags}g`);
  const probes: { shape: TextShape; ms: number }[] = [];
  for (const shape of worstTexts(found)) {
    const ms = measurePatternMs(pattern, writeText(shape, PROBE_CHARACTERS));
    if (ms > BUDGET_MS) return { ...shape, ms };
    probes.push({ shape, ms });
  }
  const slowestFirst = probes.toSorted((one, other) => other.ms - one.ms);
  let worst = { lead: '', unit: '', end: '', ms: 0 };
  for (const [rank, { shape, ms: probeMs }] of slowestFirst.entries()) {
    if (worst.ms > BUDGET_MS || (rank > 0 && probeMs < PROBE_MS)) break;
    const ms = measurePatternMs(pattern, writeText(shape, CHARACTERS));
    if (ms > worst.ms) worst = { ...shape, ms };
  }
  return worst;
}
