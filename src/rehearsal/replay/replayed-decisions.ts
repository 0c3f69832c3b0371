import { reachOf } from '../../lifecycle/routing/roster-facts.js';
import { offeredToFormer } from '../../lifecycle/routing/routing-requests.js';
import type { Instant } from '../../platform/values/duration.js';
import { decideClaim } from '../../routing/assignments/claiming.js';
import { type BatchDecision, decide } from '../../routing/deciding/decision.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { Roster } from '../../routing/deciding/roster.js';
import type { RoutingDraft } from './draft.js';
import type { Presence } from './history.js';
import type { ReplayedLoads } from './replayed-loads.js';
import { replayedRoster } from './replayed-roster.js';
import type { ReplayedStandings } from './replayed-standings.js';

/** Decides by a draft for whoever was there at the time, with the loads and standings of the replay. */
export class ReplayedDecisions {
  private presence: Presence = { at: 0, pools: new Map(), reps: new Map() };

  constructor(
    private readonly draft: RoutingDraft,
    private readonly loads: ReplayedLoads,
    private readonly standings: ReplayedStandings,
  ) {}

  get at(): Instant {
    return this.presence.at;
  }

  /** Sets eligibility and standings for the decisions of a batch. */
  enter(presence: Presence): void {
    this.presence = presence;
    this.standings.enter(presence, this.draft.drafted);
  }

  /** Decides at another instant, for whoever was there at the latest decision. */
  moveTo(at: Instant): void {
    this.presence = { ...this.presence, at };
  }

  decide(requests: readonly RoutingRequest[]): BatchDecision {
    return this.kept(decide(requests, this.rosterFor(requests)));
  }

  /** @returns null if the rep could not have claimed it */
  claim(offered: RoutingRequest, repId: string): BatchDecision | null {
    const request = offeredToFormer(offered, repId);
    const claimed = decideClaim(request, repId, this.rosterFor([request]));
    return 'excludedBy' in claimed ? null : this.kept(claimed);
  }

  private kept(batch: BatchDecision): BatchDecision {
    this.standings.keep(batch);
    return batch;
  }

  private rosterFor(requests: readonly RoutingRequest[]): Roster {
    const { directory, drafted } = this.draft;
    const among = reachOf(directory, requests, this.at);
    const loadOf = (repId: string, at: Instant) => this.loads.of(repId, at);
    const there = [...among.poolIds].flatMap((poolId) => this.presence.pools.get(poolId) ?? []);
    // Includes reps who have left the pool since.
    const repIds = new Set([...among.repIds, ...there.map(({ repId }) => repId)]);
    const known = { directory, drafted, standings: this.standings.byPool, loadOf };
    return replayedRoster(known, { ...among, repIds }, this.presence);
  }
}
