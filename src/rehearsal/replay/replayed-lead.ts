import type { Asked } from '../../lifecycle/asking-rules.js';
import type { AssignmentCause } from '../../routing/assignment.js';
import type { RoutingRequest } from '../../routing/decision.js';

/** A lead as the replay has it. */
export interface ReplayedLead {
  readonly id: string;
  /** In lower case. */
  readonly source: string;
  isOpen: boolean;
  ownerId: string | null;
  poolId: string | null;
  rule: string | null;
  isUntouched: boolean;
  /** Whether a person chose its pool: the rules do not take it out of that. */
  isPoolChosen: boolean;
  /** Whether it waits for somebody. */
  isWaiting: boolean;
  /** The owners of the present cycle, and of those before, in their order. */
  owners: string[];
  before: string[];
  declined: string[];
  /** How the present cycle began. */
  began: AssignmentCause;
  /** The last turn that it took, where turns of it are given back. */
  turn: ReplayedTurn | null;
}

/** A lead that a pool dealt: to whom, and among whom with which weights. */
export interface ReplayedTurn {
  readonly poolId: string;
  readonly repId: string;
  readonly among: readonly { readonly repId: string; readonly weight: number }[];
}

export function newReplayedLead(id: string, source: string): ReplayedLead {
  return {
    ...{
      id,
      source,
      isOpen: true,
      ownerId: null,
      poolId: null,
      rule: null,
      isUntouched: true,
      isWaiting: false,
      isPoolChosen: false,
    },
    ...{ owners: [], before: [], declined: [], began: 'intake', turn: null },
  };
}

/** A new cycle begins for the lead; how, it is told by what places it, unless somebody stands in for its last owner. */
export function beginCycle(lead: ReplayedLead): void {
  lead.began = 'reopen';
  lead.before = [...lead.before, ...lead.owners];
  lead.owners = [];
  lead.declined = [];
  lead.isOpen = true;
  lead.isUntouched = true;
  lead.isPoolChosen = false;
  lead.ownerId = null;
}

/** The request of a lead, as `requestOf` in src/lifecycle/routing-requests.ts makes it of what really happened. */
export function requestOfReplayed(
  lead: ReplayedLead,
  cause: AssignmentCause,
  asked: Asked,
  capsSources: boolean,
): RoutingRequest {
  const { id: leadId, ownerId, owners, before, declined, began } = lead;
  const isMove = cause === 'breach';
  const isBack = (began === 'wake' || began === 'reopen' || began === 'inquiry') && owners.length === 0;
  return {
    ...asked,
    leadId,
    kind: isMove ? 'move' : 'route',
    source: capsSources ? lead.source : undefined,
    earlierOwners: [...new Set(owners)],
    earlierOwnersAre: 'avoided',
    excluded: began === 'recycle' ? [...new Set(before)] : [],
    declined,
    again:
      isMove || began === 'recycle'
        ? [...new Set(owners)].filter((repId) => repId !== ownerId && !declined.includes(repId))
        : [],
    preferredRepId: !isMove && isBack ? before.at(-1) : undefined,
    currentOwner: ownerId === null ? undefined : { repId: ownerId, untouched: lead.isUntouched },
    isOfferOver: cause === 'queue',
  };
}
