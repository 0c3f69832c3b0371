import type { ReportedTenure } from './history.js';

/** How long a lead was with one owner: more than one tenure where moves away from them were undone. */
export interface Stay {
  /** As it began. */
  readonly tenure: ReportedTenure;
  /** Oldest first, that one included. */
  readonly tenures: readonly ReportedTenure[];
}

/**
 * Who had a lead, oldest first. Whoever gets it back because moves were undone goes on with the stay that they had, and the
 * moves in between began none: they count for nobody.
 * @param tenures of one cycle, oldest first
 */
export function staysOf(tenures: readonly ReportedTenure[]): Stay[] {
  const stays: Stay[] = [];
  for (const tenure of tenures) {
    const former = tenure.cause === 'undone' ? stays.findLastIndex((stay) => stay.tenure.repId === tenure.repId) : -1;
    if (former === -1) stays.push({ tenure, tenures: [tenure] });
    else {
      const { tenure: began, tenures: until } = stays[former]!;
      stays.splice(former, stays.length, { tenure: began, tenures: [...until, tenure] });
    }
  }
  return stays;
}
