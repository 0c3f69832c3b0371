import type { Instant } from '../../platform/duration.js';
import type { TracedLead } from '../../routing/assignment.store.js';
import type { BatchDecision } from '../../routing/decision.js';
import type { RoutingDecision } from '../../routing/outcome.js';
import { amongWhom } from '../../routing/trace-reading.js';
import type { Presence } from './history.js';
import type { ReplayedTurn } from './replayed-lead.js';
import type { MemberStandings } from './replayed-roster.js';

/** How the members of pools stand: as they really stood when a pool is first met, and then as the replay has dealt. */
export class ReplayedStandings {
  private readonly standings = new Map<string, MemberStandings>();

  /**
   * @param lastTurns when members were dealt their last turns before the time, by pool and rep
   * @param since the first configurations by which their figures count, where these began anew
   * @param takenBack the leads of which something is taken back in it; more are added as they are met
   */
  constructor(
    private readonly lastTurns: ReadonlyMap<string, ReadonlyMap<string, Instant>>,
    private readonly since: ReadonlyMap<string, ReadonlyMap<string, number>>,
    readonly takenBack: Set<string> = new Set(),
  ) {}

  get byPool(): ReadonlyMap<string, MemberStandings> {
    return this.standings;
  }

  /** Who has come to a pool since stands as they really did, and who has left it no more; in those of a draft all stay. */
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

  /** What a batch has changed. */
  keep({ memberChanges }: BatchDecision): void {
    for (const { poolId, repId, credit, lastAssignedAt } of memberChanges) {
      const standing = this.standings.get(poolId) ?? new Map();
      this.standings.set(poolId, standing);
      standing.set(repId, { credit, lastAssignedAt });
    }
  }

  /** Gives the turn back that a lead has taken, or counts it again. */
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

  /** A turn from before the time, as far as it is among the figures that people have: what began anew knows nothing of it. */
  formerTurn(dealt: TracedLead): ReplayedTurn | null {
    const { poolId, repId, revision } = dealt;
    const isKnown = (member: { readonly repId: string }) =>
      (this.since.get(poolId)?.get(member.repId) ?? 0) <= revision;
    return isKnown({ repId }) ? { poolId, repId, among: amongWhom(dealt, poolId).filter(isKnown) } : null;
  }

  /** The turn that a lead takes, if something of it is taken back: only then is it asked for among whom it was dealt. */
  turnOf(
    { leadId, poolId, repId, by, trace }: Extract<RoutingDecision, { kind: 'assigned' }>,
    { snapshot }: BatchDecision,
  ): ReplayedTurn | null {
    if (poolId === null || by !== 'turn' || !this.takenBack.has(leadId)) return null;
    return { poolId, repId, among: amongWhom({ snapshot, trace }, poolId) };
  }
}
