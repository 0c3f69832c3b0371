import type { Instant } from '../../platform/values/duration.js';
import type { TracedLead } from '../../routing/assignments/assignment.store.js';
import type { BatchDecision } from '../../routing/deciding/decision.js';
import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import { dealtMembersIn } from '../../routing/deciding/trace-reading.js';
import type { Presence } from './history.js';
import type { ReplayedTurn } from './replayed-lead.js';
import type { MemberStandings } from './replayed-roster.js';

/** The standings of pool members: real ones when a pool is first seen, then those made by the replay. */
export class ReplayedStandings {
  private readonly standings = new Map<string, MemberStandings>();
  /** Leads with a turn taken back in the span; grows during the replay. */
  readonly takenBack = new Set<string>();

  /**
   * @param lastTurns last turns before the span, by pool and rep
   * @param since the revisions from which members' figures count, if those were reset
   */
  constructor(
    private readonly lastTurns: ReadonlyMap<string, ReadonlyMap<string, Instant>>,
    private readonly since: ReadonlyMap<string, ReadonlyMap<string, number>>,
  ) {}

  get byPool(): ReadonlyMap<string, MemberStandings> {
    return this.standings;
  }

  /** Adds new members with their real standings and drops former ones. The members of drafted pools stay. */
  enter({ pools }: Presence, drafted: ReadonlySet<string>): void {
    for (const [poolId, members] of pools) {
      const known = this.standings.get(poolId);
      if (known !== undefined && drafted.has(poolId)) continue;
      const turns = this.lastTurns.get(poolId);
      const standing: MemberStandings = new Map();
      for (const { repId, credit } of members)
        standing.set(repId, known?.get(repId) ?? { credit, lastAssignedAt: turns?.get(repId) ?? null });
      this.standings.set(poolId, standing);
    }
  }

  keep({ memberChanges }: BatchDecision): void {
    for (const { poolId, repId, credit, lastAssignedAt } of memberChanges) {
      const standing = this.standings.get(poolId) ?? new Map();
      this.standings.set(poolId, standing);
      standing.set(repId, { credit, lastAssignedAt });
    }
  }

  /** Counts a turn (1), or takes it back (-1). */
  shift(turn: ReplayedTurn, by: 1 | -1): void {
    const standing = this.standings.get(turn.poolId);
    if (standing?.has(turn.repId) !== true) return;
    const among = turn.among.filter(({ repId }) => standing.has(repId));
    const total = among.reduce((sum, { weight }) => sum + weight, 0);
    for (const { repId, weight } of among) {
      const { credit, lastAssignedAt } = standing.get(repId)!;
      const share = weight / total - (repId === turn.repId ? 1 : 0);
      standing.set(repId, { credit: credit + by * share, lastAssignedAt });
    }
  }

  /** Returns a turn dealt before the span; null or partial if the members' figures were reset since. */
  formerTurn(dealt: TracedLead): ReplayedTurn | null {
    const { poolId, repId, revision } = dealt;
    const isKnown = (member: { readonly repId: string }) =>
      (this.since.get(poolId)?.get(member.repId) ?? 0) <= revision;
    return isKnown({ repId }) ? { poolId, repId, among: dealtMembersIn(dealt, poolId).filter(isKnown) } : null;
  }

  /** Returns the turn of a decision if the lead has one taken back; others never need theirs. */
  turnOf(
    { leadId, poolId, repId, by, trace }: Extract<RoutingDecision, { kind: 'assigned' }>,
    { snapshot }: BatchDecision,
  ): ReplayedTurn | null {
    if (poolId === null || by !== 'turn' || !this.takenBack.has(leadId)) return null;
    return { poolId, repId, among: dealtMembersIn({ snapshot, trace }, poolId) };
  }
}
