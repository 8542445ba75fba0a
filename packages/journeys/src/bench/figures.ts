import { median } from './arithmetic.ts';

export type Unit = 'ms' | 'µs' | 's' | '/s' | 'MB' | '%' | '×' | 'B';

/** One thing that a run measured. */
export interface Figure {
  what: string;
  /** On what it ran, such as "embedded". */
  on: string;
  unit: Unit;
  measured: number;
  /** Null where nothing was promised. */
  budget: { atMost: number } | { atLeast: number } | null;
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

/** Null where nothing was promised. */
export function isWithinBudget({ measured, budget }: Pick<Figure, 'measured' | 'budget'>): boolean | null {
  if (budget === null) return null;
  return 'atMost' in budget ? measured <= budget.atMost : measured >= budget.atLeast;
}
