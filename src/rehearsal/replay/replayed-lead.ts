import type { LeadDocument, Waiting } from '../../leads/lead.js';
import type { RuleTarget } from '../../lifecycle/asking-rules.js';
import { asCustomers, ofCompany, pastOf } from '../../lifecycle/routing-requests.js';
import type { PastOwner } from '../../lifecycle/tenures.js';
import type { Instant } from '../../platform/duration.js';
import type { AssignmentCause, Tenure } from '../../routing/assignment.js';
import type { DeclineReason } from '../../routing/declining.js';
import type { RoutingRequest } from '../../routing/request.js';
import type { Placed } from './history.js';

/** A lead as the replay has it. */
export interface ReplayedLead {
  readonly id: string;
  /** As it is compared. */
  readonly source: string;
  /** Of somebody who had bought when it came in: whoever won them; null for nobody. */
  readonly wonBy?: string | null | undefined;
  isOpen: boolean;
  cycle: number;
  ownerId: string | null;
  poolId: string | null;
  rule: string | null;
  isUntouched: boolean;
  /** Whether a person chose its pool: the rules do not take it out of that. */
  isPoolChosen: boolean;
  /** Whether it waits for somebody, or for one of those to whom it is offered. */
  waiting: Exclude<Waiting, 'move'> | null;
  /** Who had it here, oldest first. */
  readonly tenures: ReplayedTenure[];
  /** The one that is credited back; null for none. */
  credited: ReplayedTenure | null;
}

/** That somebody had a lead. */
export interface ReplayedTenure extends Omit<PastOwner, 'declinedFor'>, Pick<Tenure, 'fromAt'> {
  declinedFor: DeclineReason | null;
  /** Of the assignment that really began then; undefined where nothing really began. */
  readonly id: string | undefined;
  takenBackAt: Instant | null;
  /** The turn by which they got it, where something of the lead is taken back. */
  turn: ReplayedTurn | null;
}

/** A lead that a pool dealt: to whom, and among whom with which weights. */
export interface ReplayedTurn {
  readonly poolId: string;
  readonly repId: string;
  readonly among: readonly { readonly repId: string; readonly weight: number }[];
}

export function newReplayedLead(id: string, source: string, wonBy?: string | null): ReplayedLead {
  return {
    ...{ id, source, wonBy, isOpen: true, cycle: 1, ownerId: null, poolId: null, rule: null },
    ...{ isUntouched: true, isPoolChosen: false, waiting: null, tenures: [], credited: null },
  };
}

/** A new cycle begins for the lead; how, it is told by what places it. */
export function beginCycle(lead: ReplayedLead): void {
  lead.cycle += 1;
  lead.isOpen = true;
  lead.isUntouched = true;
  lead.isPoolChosen = false;
  lead.ownerId = null;
}

/** The request of a lead, by what it has been through in the replay, and why it is routed. */
export function requestOfReplayed(
  lead: ReplayedLead,
  cause: AssignmentCause,
  asked: RuleTarget,
  document: LeadDocument,
): RoutingRequest {
  const request = requestByPast(lead, cause, asked, document);
  const ownerId = lead.ownerId ?? undefined;
  switch (cause) {
    case 'intake':
      return lead.wonBy === undefined ? request : asCustomers(request, document, lead.wonBy);
    case 'absence':
      return { ...request, coverFor: ownerId };
    case 'decline':
      return { ...request, currentOwner: undefined, declined: [...request.declined!, ownerId!] };
    case 'offboard':
      return { ...request, currentOwner: undefined, excluded: [...request.excluded!, ownerId!] };
    default:
      return request;
  }
}

function requestByPast(
  lead: ReplayedLead,
  cause: AssignmentCause,
  asked: RuleTarget,
  document: LeadDocument,
): RoutingRequest {
  const { id: leadId, source, ownerId, isUntouched: untouched, waiting, tenures } = lead;
  return {
    ...asked,
    ...pastOf({ lead, tenures }, cause),
    ...ofCompany(document, asked.accountRole),
    leadId,
    source,
    currentOwner: ownerId === null ? undefined : { repId: ownerId, untouched },
    isOfferOver: cause === 'queue' && waiting === 'claim',
  };
}

/** Whoever stands in for somebody is told to have got a lead by that absence, also where its cycle begins with it. */
export function withRealCause(lead: ReplayedLead, placed: Placed): Placed {
  if (placed.cause !== 'absence' || placed.fromRepId !== null || placed.snapshotId === null) return placed;
  return { ...placed, cause: lead.cycle === 1 ? 'intake' : 'reopen' };
}
