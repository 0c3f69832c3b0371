import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { covering, own, retain } from './owning.js';
import type { PlacingOptions } from './placement.js';
import { awaitMove, offer, offerOf, queue } from './waiting.js';

/** Carries out a routing decision. A move for which there is no new owner is left to `awaitMove`. */
export function carryOut(
  work: UnitOfWork,
  leadCase: LeadCase,
  decision: RoutingDecision,
  snapshotId: string,
  placing: PlacingOptions,
): void {
  const common = { poolId: decision.poolId, rule: decision.rule, snapshotId, trace: decision.trace };
  switch (decision.kind) {
    case 'assigned':
      own(
        work,
        leadCase,
        { ...common, repId: decision.repId },
        covering(decision.by === 'turn' ? dealt(placing) : placing, decision.covers),
      );
      return;
    case 'queued':
      queue(
        work,
        leadCase,
        { ...common, repId: null, queueId: decision.queueId },
        { ...placing, facts: { ...placing.facts, why: decision.why } },
      );
      return;
    case 'offered':
      offer(
        work,
        leadCase,
        { ...common, repId: null, offer: offerOf(work, decision) },
        { ...placing, facts: { ...placing.facts, offeredTo: decision.repIds.length } },
      );
      return;
    case 'retained':
      if (placing.mustMove === true) return;
      retain(work, leadCase, { poolId: decision.poolId, rule: decision.rule }, placing);
      return;
    case 'stays':
      awaitMove(work, leadCase, common);
      return;
    default:
      decision satisfies never;
  }
}

function dealt(placing: PlacingOptions): PlacingOptions {
  return { ...placing, facts: { ...placing.facts, dealt: true } };
}
