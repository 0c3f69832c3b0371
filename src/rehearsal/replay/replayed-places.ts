import type { Instant } from '../../platform/values/duration.js';
import { isGivenBack } from '../../routing/assignments/stays.js';
import type { PastPlacement } from './history.js';
import type { ReplayTally } from './replay-tally.js';
import type { ReplayedLead, ReplayedTurn } from './replayed-lead.js';
import type { ReplayedLoads } from './replayed-loads.js';

/** `snapshotId` is null if the lead was really placed so without a decision. */
type Place = Pick<PastPlacement, 'poolId' | 'rule' | 'cause'> & { readonly snapshotId?: string | null };

/** When, by which real assignment, and by which turn. */
interface How {
  readonly at: Instant;
  readonly id?: string | undefined;
  readonly turn?: ReplayedTurn | null;
}

/** Places leads in the replay, and keeps the loads of their owners. */
export class ReplayedPlaces {
  constructor(
    private readonly loads: ReplayedLoads,
    private readonly tally: ReplayTally,
  ) {}

  own(lead: ReplayedLead, place: Place & { readonly repId: string }, how: How): void {
    const { repId } = place;
    this.moveTo(lead, place, repId, how);
    lead.waiting = null;
    this.loads.have(repId, lead.isUntouched);
    if (!isGivenBack(place)) this.loads.take(repId, { at: how.at, source: lead.source });
    this.tally.got('would', repId);
  }

  wait(lead: ReplayedLead, place: Place & { readonly isOffered: boolean }, how: How): void {
    this.moveTo(lead, place, null, how);
    lead.waiting = place.isOffered ? 'claim' : 'queue';
    if (!place.isOffered) this.tally.waits('would', lead.id);
  }

  private moveTo(
    lead: ReplayedLead,
    { poolId, rule, cause, snapshotId }: Place,
    repId: string | null,
    { at, id, turn = null }: How,
  ): void {
    if (lead.ownerId !== null) this.loads.giveUp(lead.ownerId, lead.isUntouched);
    lead.ownerId = repId;
    lead.poolId = poolId;
    lead.rule = rule;
    const tenure = { id, cycle: lead.cycle, repId, cause, snapshotId, fromAt: at, turn };
    lead.tenures.push({ ...tenure, declinedFor: null, takenBackAt: null });
  }

  touch(lead: ReplayedLead): void {
    if (!lead.isUntouched) return;
    lead.isUntouched = false;
    if (lead.isOpen && lead.ownerId !== null) this.loads.touch(lead.ownerId);
  }

  close(lead: ReplayedLead): void {
    if (!lead.isOpen) return;
    if (lead.ownerId !== null) this.loads.giveUp(lead.ownerId, lead.isUntouched);
    lead.isOpen = false;
    lead.waiting = null;
  }
}
