export const CLOSINGS = ['won', 'nurture', 'recycle', 'suppress', 'lost'] as const;
export type ClosingKind = (typeof CLOSINGS)[number];

export interface Tally extends Record<ClosingKind, number> {
  /** Leads that came in; for a rep: assignments to them. */
  leads: number;
  /** Leads with an attempt to reach the contact; for a rep: leads that they owned and were the first to try. */
  touched: number;
  /** For a rep: leads that they were the first to try without having owned them, as managers do. */
  forOthers: number;
  /** Elapsed time from receipt to the first attempt. */
  readonly speedsMs: number[];
  /** Promises that were decided; `kept` counts those kept. */
  promises: number;
  kept: number;
  /** Moves to another owner; for a rep: moves away from them. */
  moves: number;
}

const COUNTS = ['leads', 'touched', 'forOthers', 'promises', 'kept', 'moves', ...CLOSINGS] as const;

export function emptyTally(): Tally {
  return {
    ...(Object.fromEntries(COUNTS.map((key) => [key, 0])) as Record<(typeof COUNTS)[number], number>),
    speedsMs: [],
  };
}

export function totalOf(rows: Iterable<Tally>): Tally {
  const total = emptyTally();
  for (const row of rows) {
    for (const key of COUNTS) total[key] += row[key];
    for (const speedMs of row.speedsMs) total.speedsMs.push(speedMs);
  }
  return total;
}

export function summedBy<Key>(rows: ReadonlyMap<Key, Tally>, groupOf: (key: Key) => string): Map<string, Tally> {
  const groups = new Map<string, Tally[]>();
  for (const [key, tally] of rows) groups.set(groupOf(key), [...(groups.get(groupOf(key)) ?? []), tally]);
  return new Map([...groups].map(([group, tallies]) => [group, totalOf(tallies)]));
}

/** Returns the share of decided promises that were kept, or null if none was decided. */
export function attainment({ promises, kept }: Pick<Tally, 'promises' | 'kept'>): number | null {
  return promises === 0 ? null : kept / promises;
}
