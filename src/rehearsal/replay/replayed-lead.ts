import type { LeadDocument, WaitingKind } from '../../leads/lead.js';
import type { RelatedLead } from '../../leads/same-person.js';
import type { RuleTarget } from '../../lifecycle/routing/asking-rules.js';
import { ofCompany, pastOf } from '../../lifecycle/routing/known-to-routing.js';
import { isStillNew, type PastOwner } from '../../lifecycle/tenures.js';
import type { Instant } from '../../platform/values/duration.js';
import type { AssignmentCause, Tenure } from '../../routing/assignments/assignment.js';
import type { DeclineReason } from '../../routing/assignments/declining.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { PastPlacement } from './history.js';

export interface ReplayedLead {
  readonly id: string;
  /** In the form in which sources are compared. */
  readonly source: string;
  /** The lead that it names as that of maybe the same person, as that was when this one was last placed. */
  related: RelatedLead | null;
  isOpen: boolean;
  cycle: number;
  ownerId: string | null;
  poolId: string | null;
  rule: string | null;
  isUntouched: boolean;
  /** Whether a person chose its pool, in which the rules then leave it. */
  isPoolChosen: boolean;
  /** Whether it waits in the queue, or to be claimed. */
  waiting: Exclude<WaitingKind, 'move'> | null;
  readonly tenures: ReplayedTenure[];
  /** The tenure that was credited back; null for none. */
  credited: ReplayedTenure | null;
}

export interface ReplayedTenure extends Omit<PastOwner, 'declinedFor'>, Pick<Tenure, 'fromAt'> {
  declinedFor: DeclineReason | null;
  /** The real assignment that began it; undefined if there was none. */
  readonly id: string | undefined;
  takenBackAt: Instant | null;
  /** The turn that it took; only known for leads with a turn taken back. */
  turn: ReplayedTurn | null;
}

/** A lead dealt by a pool: to whom, and among which members and weights. */
export interface ReplayedTurn {
  readonly poolId: string;
  readonly repId: string;
  readonly among: readonly { readonly repId: string; readonly weight: number }[];
}

export function newReplayedLead(id: string, source: string, related: RelatedLead | null = null): ReplayedLead {
  return {
    id,
    source,
    related,
    isOpen: true,
    cycle: 1,
    ownerId: null,
    poolId: null,
    rule: null,
    isUntouched: true,
    isPoolChosen: false,
    waiting: null,
    tenures: [],
    credited: null,
  };
}

/** Opens a lead again; the placement that follows shows how. Its cycle goes on if what had closed it was undone. */
export function openAgain(lead: ReplayedLead, cycle: number): void {
  lead.isOpen = true;
  lead.ownerId = null;
  if (cycle === lead.cycle) return;
  lead.cycle += 1;
  lead.isUntouched = true;
  lead.isPoolChosen = false;
}

export function requestOfReplayed(
  lead: ReplayedLead,
  cause: AssignmentCause,
  target: RuleTarget,
  document: LeadDocument,
): RoutingRequest {
  const request = requestByPast(lead, cause, target, document);
  const ownerId = lead.ownerId ?? undefined;
  switch (cause) {
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

/** Causes for which a new lead goes to whoever has its person. */
const BY_RELATED: ReadonlySet<AssignmentCause> = new Set(['intake', 'queue']);

/**
 * Returns the lead of its person whose owner gets a lead, null for none; with its owner by the replay, if it is in it.
 */
export function relatedFor(
  lead: ReplayedLead,
  cause: AssignmentCause,
  leads: ReadonlyMap<string, ReplayedLead>,
): RelatedLead | null {
  const { related, tenures } = lead;
  if (related === null || !BY_RELATED.has(cause) || !isStillNew({ lead, tenures })) return null;
  return { ...related, ownerId: leads.get(related.id)?.ownerId ?? related.ownerId };
}

function requestByPast(
  lead: ReplayedLead,
  cause: AssignmentCause,
  target: RuleTarget,
  document: LeadDocument,
): RoutingRequest {
  const { id: leadId, source, ownerId, isUntouched: untouched, waiting, tenures } = lead;
  return {
    ...target,
    ...pastOf({ lead, tenures }, cause),
    ...ofCompany(document, target.accountRole),
    leadId,
    source,
    currentOwner: ownerId === null ? undefined : { repId: ownerId, untouched },
    isOfferOver: cause === 'queue' && waiting === 'claim',
  };
}

/** Restores the cause of a stand-in's lead: the ledger says `absence` even if a cycle began with it. */
export function withRealCause(lead: ReplayedLead, placed: PastPlacement): PastPlacement {
  if (placed.cause !== 'absence' || placed.fromRepId !== null || placed.snapshotId === null) return placed;
  // Its owner was away when what had closed it was undone.
  if (lead.tenures.some(({ cycle, repId }) => cycle === lead.cycle && repId !== null)) return placed;
  return { ...placed, cause: lead.cycle === 1 ? 'intake' : 'reopen' };
}
