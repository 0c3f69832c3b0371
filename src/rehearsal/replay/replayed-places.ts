import type { Instant } from '../../platform/duration.js';
import type { Placed } from './history.js';
import type { ReplayTally } from './replay-tally.js';
import type { ReplayedLead } from './replayed-lead.js';
import type { ReplayedLoads } from './replayed-loads.js';

/** Where a lead goes, and why. */
type Place = Pick<Placed, 'poolId' | 'rule' | 'cause'>;

/** Where leads of the replay are: who has them, and who has how many. */
export class ReplayedPlaces {
  constructor(
    private readonly loads: ReplayedLoads,
    private readonly tally: ReplayTally,
  ) {}

  own(lead: ReplayedLead, place: Place & { readonly repId: string }, at: Instant): void {
    const { repId } = place;
    this.moveTo(lead, place, repId);
    lead.waiting = null;
    this.loads.take(repId, { at, source: lead.source }, lead.isUntouched);
    this.tally.got('would', repId);
  }

  wait(lead: ReplayedLead, place: Place & { readonly isOffered: boolean }): void {
    this.moveTo(lead, place, null);
    lead.waiting = place.isOffered ? 'claim' : 'queue';
    if (!place.isOffered) this.tally.waits('would', lead.id);
  }

  private moveTo(lead: ReplayedLead, { poolId, rule, cause }: Place, repId: string | null): void {
    if (lead.ownerId !== null) this.loads.giveUp(lead.ownerId, lead.isUntouched);
    lead.ownerId = repId;
    lead.poolId = poolId;
    lead.rule = rule;
    lead.turn = null;
    lead.tenures.push({ cycle: lead.cycle, repId, cause });
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
