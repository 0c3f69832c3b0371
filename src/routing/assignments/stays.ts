import { type AssignmentCause, GIVING_BACK, type Tenure } from './assignment.js';

type Had = Pick<Tenure, 'cycle' | 'repId' | 'cause'>;

/** The time of a lead with one owner, or in the queue: several tenures if it was given back. */
export interface Stay<Each extends Had = Tenure> {
  /** The tenure with which it began. */
  readonly tenure: Each;
  /** All of its tenures, oldest first. */
  readonly tenures: readonly Each[];
}

type Decided = Pick<Tenure, 'cause'> & { readonly snapshotId?: string | null | undefined };

const GIVES_BACK: ReadonlySet<AssignmentCause> = new Set(GIVING_BACK);

/**
 * Reports whether a lead came to a rep as if it had never gone from them. When a closing or a merge is taken back, it is
 * open again for its owner without a decision.
 */
export function isGivenBack({ cause, snapshotId }: Decided): boolean {
  return GIVES_BACK.has(cause) || (cause === 'reopen' && snapshotId === null);
}

/**
 * Returns the stays of a lead, oldest first, as if what was taken back since had never been. A lead that is given back
 * continues the former owner's stay, and the moves in between count for nobody. A lead that is reopened within a cycle
 * was closed by mistake.
 */
export function staysOf<Each extends Had>(tenures: readonly Each[]): Stay<Each>[] {
  const stays: Stay<Each>[] = [];
  for (const tenure of tenures) {
    const { repId, cycle, cause } = tenure;
    const goesBack = GIVES_BACK.has(cause) || cause === 'reopen';
    const former = goesBack
      ? stays.findLastIndex((stay) => stay.tenure.repId === repId && stay.tenure.cycle === cycle)
      : -1;
    if (former === -1) stays.push({ tenure, tenures: [tenure] });
    else {
      const { tenure: began, tenures: until } = stays[former]!;
      stays.splice(former, stays.length, { tenure: began, tenures: [...until, tenure] });
    }
  }
  return stays;
}
