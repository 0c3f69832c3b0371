import type { Imported } from '../leads/imported.js';

/** The numbers of the cycles that a report counts. 0 is what a lead was brought along with; 1 is the first one here. */
export interface Cycles {
  readonly from: number;
  readonly to: number;
}

/** What happened here, from the first cycle on. */
export const OF_HERE: Cycles = { from: 1, to: 2 ** 31 - 1 };

export function cyclesOf(imported: Imported, isFirst: boolean): Cycles {
  const from = imported === 'without' ? 1 : 0;
  return { from, to: imported === 'only' ? 0 : isFirst ? 1 : OF_HERE.to };
}
