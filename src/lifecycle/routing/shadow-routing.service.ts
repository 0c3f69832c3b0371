import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/sql/database.js';
import { newId } from '../../platform/values/ids.js';
import { AssignmentStore } from '../../routing/assignments/assignment.store.js';
import { decide } from '../../routing/deciding/decision.js';
import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { WorkingRoster } from '../../routing/deciding/working-roster.js';
import { type ShadowDecision, ShadowStore } from '../../routing/rules/shadow.store.js';
import type { LeadCase } from '../lead-case.js';
import type { TimeAndDirectory } from '../lifecycle.service.js';
import { reachOf, rosterAt } from './roster-facts.js';
import { RoutingDecisions } from './routing-decisions.service.js';

/** A lead for which the rules only report what they would do. */
export interface ShadowedLead {
  readonly leadCase: LeadCase;
  readonly request: RoutingRequest;
  /** The rep whom its sender named, or the one who stands in for them; null if none was named. */
  readonly givenRepId: string | null;
}

/**
 * Decides by the rules in shadow, beside the owners that are given. It has standings of its own and uses the real loads
 * of reps, which its decisions do not change. The caller holds the routing lock.
 */
@Injectable()
export class ShadowRouting {
  constructor(
    private readonly routing: RoutingDecisions,
    private readonly shadows: ShadowStore,
    private readonly assignments: AssignmentStore,
  ) {}

  async decide(
    tx: Tx,
    { directory, now }: TimeAndDirectory,
    leads: readonly ShadowedLead[],
  ): Promise<ShadowDecision[]> {
    if (leads.length === 0) return [];
    const [closed, routed] = [leads.filter(isClosed), leads.filter((each) => !isClosed(each))];
    const requests = routed.map(({ request }) => request);
    const among = reachOf(directory, requests, now);
    const [facts, standings] = await Promise.all([
      this.routing.readFacts(tx, directory, { loadsAt: now, among }),
      this.shadows.readStandings(tx, [...among.poolIds]),
    ]);
    const known = new Map(standings.map((standing) => [`${standing.poolId} ${standing.repId}`, standing]));
    const members = new Map(
      Array.from(facts.members, ([poolId, ofPool]) => [
        poolId,
        ofPool.map(({ repId }) => known.get(`${poolId} ${repId}`) ?? { poolId, repId, ...LEVEL }),
      ]),
    );
    const roster = rosterAt(directory, now, { ...facts, members });
    const batch = decide(requests, roster, new WorkingRoster(roster, [], { countsLeads: false }));
    const snapshotId = newId(now);
    if (requests.length > 0)
      tx.send(this.assignments.insertSnapshot(tx, snapshotId, batch.snapshot, directory.revision));
    tx.send(this.shadows.keepStandings(tx, batch.memberChanges));
    const row = (each: ShadowedLead, what: Partial<ShadowDecision> & Pick<ShadowDecision, 'kind'>): ShadowDecision => ({
      leadId: each.leadCase.lead.id,
      at: now,
      givenRepId: each.givenRepId,
      repId: null,
      poolId: null,
      queueId: null,
      rule: each.request.rule,
      snapshotId: null,
      trace: null,
      ...what,
    });
    return [
      ...closed.map((each) => row(each, { kind: 'closed' })),
      ...batch.decisions.map((decision, index) =>
        row(routed[index]!, { ...placeOf(decision), snapshotId, trace: decision.trace }),
      ),
    ];
  }
}

const LEVEL = { credit: 0, lastAssignedAt: null };

function isClosed({ request }: ShadowedLead): boolean {
  return request.closing !== undefined;
}

function placeOf(decision: RoutingDecision): Pick<ShadowDecision, 'kind' | 'repId' | 'poolId' | 'queueId'> {
  const { poolId } = decision;
  if (decision.kind === 'assigned') return { kind: 'assigned', repId: decision.repId, poolId, queueId: null };
  if (decision.kind === 'offered') return { kind: 'offered', repId: null, poolId, queueId: null };
  return { kind: 'queued', repId: null, poolId, queueId: decision.kind === 'queued' ? decision.queueId : null };
}
