import { type Instant, MS_PER_DAY } from '../platform/instant.js';
import type { ExcludedBy } from './eligibility.js';

/** Whoever comes back sooner finds what they left: a shift's change of members, or a mistake, costs nobody their turn. */
export const STANDING_KEPT_MS = MS_PER_DAY;

/** How a member stands in a pool, and how it came to be: `credit` is `shareDue` less `leadsGot`. */
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
  /** Who left less than a day ago. */
  readonly former: readonly FormerMember[];
}

/**
 * Who stands how when a pool has other members. Whoever stays is as they were; who comes back within a day of leaving
 * stands as they left, whose credit the others still have with the opposite sign; everybody else starts level.
 * @param repIds the members from now on, each once
 * Source: docs/adr/0016-standing-in-a-pool.md
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
