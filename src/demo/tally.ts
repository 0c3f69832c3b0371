/** The ways in which a lead is closed. */
export const CLOSINGS = ['won', 'nurture', 'recycle', 'suppress', 'lost'] as const;
export type Closing = (typeof CLOSINGS)[number];

/** What became of a group of leads, or of the leads of a rep. */
export interface Tally extends Record<Closing, number> {
  /** Leads that came in; of a rep: how often one was given to them. */
  leads: number;
  /** Leads of which somebody tried to reach the contact; of a rep: those that were theirs and that they tried first. */
  touched: number;
  /** Of a rep: leads that never had been theirs and that they tried first, as managers do. */
  forOthers: number;
  /** From receipt to that first attempt, elapsed time. */
  readonly speedsMs: number[];
  /** Promises that were decided, and how many of them were kept. */
  promises: number;
  kept: number;
  /** Moves to another owner; of a rep: away from them. */
  moves: number;
}

const COUNTS = ['leads', 'touched', 'forOthers', 'promises', 'kept', 'moves', ...CLOSINGS] as const;

export function emptyTally(): Tally {
  return {
    ...(Object.fromEntries(COUNTS.map((key) => [key, 0])) as Record<(typeof COUNTS)[number], number>),
    speedsMs: [],
  };
}

/** The sum of all rows. */
export function totalOf(rows: Iterable<Tally>): Tally {
  const total = emptyTally();
  for (const row of rows) {
    for (const key of COUNTS) total[key] += row[key];
    for (const speedMs of row.speedsMs) total.speedsMs.push(speedMs);
  }
  return total;
}

/** The rows of each group, summed up: those of reps by their team. */
export function summedBy<Key>(rows: ReadonlyMap<Key, Tally>, groupOf: (key: Key) => string): Map<string, Tally> {
  const groups = new Map<string, Tally[]>();
  for (const [key, tally] of rows) groups.set(groupOf(key), [...(groups.get(groupOf(key)) ?? []), tally]);
  return new Map([...groups].map(([group, tallies]) => [group, totalOf(tallies)]));
}

/** The share of decided promises that were kept; null when none was decided. */
export function attainment({ promises, kept }: Pick<Tally, 'promises' | 'kept'>): number | null {
  return promises === 0 ? null : kept / promises;
}
