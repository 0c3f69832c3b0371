import { type Instant, MS_PER_DAY } from '../platform/instant.js';
import type { ExcludedBy } from './eligibility.js';

/**
 * Members who come back within this time keep their standing, so that a change of shifts or a mistake costs nobody
 * their turn.
 */
export const STANDING_KEPT_MS = MS_PER_DAY;

/** A member's standing in a pool: `credit` is `shareDue` less `leadsGot`. */
export interface PoolStanding {
  readonly repId: string;
  readonly credit: number;
  readonly lastAssignedAt: Instant | null;
  readonly shareDue: number;
  readonly leadsGot: number;
  readonly missed: Readonly<Partial<Record<ExcludedBy, number>>>;
}

export interface FormerMember extends PoolStanding {
  readonly leftAt: Instant;
}

export interface Membership {
  readonly members: readonly PoolStanding[];
  /** Members who left less than a day ago. */
  readonly former: readonly FormerMember[];
}

/**
 * The standings after the members of a pool change. Members who stay keep theirs; those who come back within a day of
 * leaving get back what they left, because the others still hold their credit with the opposite sign; everybody else
 * starts level.
 * @param repIds the new members, each once Source: docs/adr/0016-standing-in-a-pool.md
 */
export function membershipAfter({ members, former }: Membership, repIds: readonly string[], now: Instant): Membership {
  const recent = former.filter(({ leftAt }) => now - leftAt < STANDING_KEPT_MS);
  const known = new Map<string, PoolStanding>();
  for (const { leftAt: _, ...standing } of recent) known.set(standing.repId, standing);
  for (const standing of members) known.set(standing.repId, standing);
  const isMember = new Set(repIds);
  return {
    members: repIds.map((repId) => known.get(repId) ?? levelStanding(repId)),
    former: [
      ...recent.filter(({ repId }) => !isMember.has(repId)),
      ...members.filter(({ repId }) => !isMember.has(repId)).map((standing) => ({ ...standing, leftAt: now })),
    ],
  };
}

function levelStanding(repId: string): PoolStanding {
  return { repId, credit: 0, lastAssignedAt: null, shareDue: 0, leadsGot: 0, missed: {} };
}
