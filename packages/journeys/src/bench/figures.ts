import { median } from './arithmetic.ts';

export type Unit = 'ms' | 'µs' | 's' | '/s' | 'MB' | '%' | '×' | 'B';

/** Of the figure itself, or of its ratio to the bare bot's. */
export type Budget = ({ atMost: number } | { atLeast: number }) & { of?: 'ratio' };

/** One thing that a run measured. */
export interface Figure {
  what: string;
  /** On what it ran, such as "embedded". */
  on: string;
  unit: Unit;
  measured: number;
  /** Null where nothing was promised. */
  budget: Budget | null;
  /** The same of the bare bot in the same run; null where it has nothing like it. */
  bareBot: number | null;
}

export interface Summary extends Figure {
  /** How many runs it is the median of. */
  runs: number;
}

/** The median of each figure over all runs that measured it, in the order of first appearance. */
export function summarize(figures: readonly Figure[]): Summary[] {
  const groups = Map.groupBy(figures, ({ what, on }) => `${what}\n${on}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const bare = group.flatMap(({ bareBot }) => (bareBot === null ? [] : [bareBot]));
    return [
      {
        ...first,
        measured: median(group.map(({ measured }) => measured)),
        bareBot: bare.length === 0 ? null : median(bare),
        runs: group.length,
      },
    ];
  });
}

/** Null where nothing was promised, or there is nothing to compare with. */
export function isWithinBudget({
  measured,
  budget,
  bareBot,
}: Pick<Figure, 'measured' | 'budget' | 'bareBot'>): boolean | null {
  if (budget === null || (budget.of === 'ratio' && bareBot === null)) return null;
  const value = budget.of === 'ratio' && bareBot !== null ? measured / bareBot : measured;
  return 'atMost' in budget ? value <= budget.atMost : value >= budget.atLeast;
}
