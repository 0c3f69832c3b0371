import type { ClockEffect } from '../../clocks/clock-rules.js';
import { type Disposition, STATUS_OF, saysTheSame } from '../../disposition/disposition.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import type { SuppressionRow } from '../../disposition/suppression.store.js';
import { enterStatus, type LeadStatus } from '../../leads/lead.js';
import { type Actor, system } from '../../platform/values/actor.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import type { AssignmentCause } from '../../routing/assignments/assignment.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { MAX_RECYCLES, type SlaPolicy } from '../../sla/policy.js';
import { endClocks } from '../clocks/clocks.js';
import { decide } from '../clocks/deciding.js';
import type { Demand } from '../clocks/enforcing.js';
import { beginReturn } from '../clocks/lead-clocks.js';
import { endPauses } from '../clocks/pausing.js';
import type { LeadCase } from '../lead-case.js';
import { requestByRules } from '../routing/routing-requests.js';
import { beginCycle } from '../tenures.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** Closes a lead: ends all running clocks and keeps the last owner. */
export function close(
  work: UnitOfWork,
  leadCase: LeadCase,
  status: Exclude<LeadStatus, 'open'>,
  dispositionId: string | null,
): void {
  endCycle(work, leadCase, 'closed');
  leadCase.lead = { ...enterStatus(leadCase.lead, status), dispositionId };
}

/** Ends what is promised of a lead in its present cycle, and the tenure of its owner. */
function endCycle(work: UnitOfWork, leadCase: LeadCase, why: 'closed' | 'askedAgain'): void {
  endClocks(work, leadCase, why);
  endPauses(work, leadCase);
  work.endAssignment(leadCase);
  const ended = { decisionPending: false, waiting: null, waitingSince: null, queueId: null };
  leadCase.lead = { ...leadCase.lead, ...ended, updatedAt: work.now };
}

/** What a disposition rests on. */
interface Grounds {
  /** The id of the disposition; a new one by default. */
  readonly id?: string;
  /** The number of outbound touches by people until then. */
  readonly attempts: number;
  /** The touches that prove it; null if a person decided. */
  readonly restsOn: readonly string[] | null;
  /** Whether attempts are missing on which its reason rests. */
  readonly withoutAttempts?: boolean | undefined;
  /** The suppression because of which an arriving lead is closed. */
  readonly suppression?: Pick<SuppressionRow, 'id' | 'kind' | 'leadId' | 'createdAt'>;
  /** The lost deal with which its lead is closed. */
  readonly dealId?: string | undefined;
  /** The routing rule that closes an arriving lead. */
  readonly rule?: string;
  readonly actor: Actor;
}

/** Closes a lead with a reason, and plans its return if the reason has one. @returns the row of the disposition */
export function dispose(
  work: UnitOfWork,
  leadCase: LeadCase,
  disposition: Disposition,
  { id: given, attempts, restsOn, withoutAttempts = false, suppression, dealId, rule, actor }: Grounds,
): DispositionRow {
  const { category } = disposition;
  const { id: leadId, cycle } = leadCase.lead;
  const id = given ?? work.newId();
  const made = dispositionFor(leadCase, disposition);
  // A closing by the engine is not the owner's decision. Neither is the reason for a lost deal that a program reports.
  const isDecided = dealId === undefined ? actor.type !== 'system' : actor.type === 'rep';
  if (isDecided) decide(work, leadCase, work.now);
  close(work, leadCase, STATUS_OF[category], id);
  work.record(
    leadCase,
    'lead.disposed',
    {
      ...factsOf(id, made),
      ...(restsOn !== null && { restsOn }),
      ...(withoutAttempts && { withoutAttempts }),
      ...(suppression !== undefined && suppressedBy(suppression)),
      ...(dealId !== undefined && { dealId }),
      ...(rule !== undefined && { rule }),
    },
    actor,
  );
  comeBack(work, leadCase, made);
  const rests = { attempts, restsOn, withoutAttempts, suppressionId: suppression?.id ?? null };
  const decided = { leadId, cycle, ...rests, decidedAt: work.now, ...writtenBy(actor) };
  return { ...made, ...decided, id, kind: 'disposed', supersedes: null };
}

/**
 * Corrects the reason of a closed lead: it returns by the new reason, or not at all.
 * @param former the present disposition
 * @returns the row of the new disposition; null if it says the same as the former
 */
export function correct(
  work: UnitOfWork,
  leadCase: LeadCase,
  disposition: Disposition,
  former: DispositionRow,
  { withoutAttempts = false, actor = work.actor }: { readonly withoutAttempts?: boolean; readonly actor?: Actor } = {},
): DispositionRow | null {
  const made = dispositionFor(leadCase, disposition);
  if (saysTheSame(made, former)) return null;
  const id = work.newId();
  const status = STATUS_OF[disposition.category];
  endClocks(work, leadCase, 'corrected');
  const { lead } = leadCase;
  leadCase.lead = {
    ...(lead.status === status ? lead : enterStatus(lead, status)),
    dispositionId: id,
    updatedAt: work.now,
  };
  const facts = { ...factsOf(id, made), supersedes: former.id, ...(withoutAttempts && { withoutAttempts }) };
  work.record(leadCase, 'lead.corrected', facts, actor);
  comeBack(work, leadCase, made);
  const { leadId, cycle, attempts } = former;
  const rests = { attempts, restsOn: null, withoutAttempts, suppressionId: null };
  const decided = { leadId, cycle, ...rests, decidedAt: work.now };
  return { ...made, ...decided, ...writtenBy(actor), id, kind: 'corrected', supersedes: former.id };
}

function factsOf(dispositionId: string, { category, reason, intent, returnsAt }: Disposition) {
  const isForGood = category === 'recycle' && returnsAt === null;
  const facts = { dispositionId, category, reason, intent, returnsAt: isoOrNull(returnsAt) };
  return { ...facts, ...(isForGood && { forGood: true }) };
}

function suppressedBy({ id, kind, leadId, createdAt }: NonNullable<Grounds['suppression']>) {
  const suppressed = { kind, since: toIso(createdAt), ...(leadId !== null && { leadId }) };
  return { suppressionId: id, suppressed };
}

function comeBack(work: UnitOfWork, leadCase: LeadCase, { category, returnsAt }: Disposition): void {
  if (returnsAt !== null) beginReturn(work, leadCase, category === 'nurture' ? 'nurtureWake' : 'recycle', returnsAt);
}

/** Returns the disposition without a return if the lead has been recycled as often as its policy allows. */
export function dispositionFor(leadCase: LeadCase, disposition: Disposition): Disposition {
  if (disposition.category !== 'recycle') return disposition;
  const most = leadCase.policy?.maxRecycles ?? MAX_RECYCLES;
  return timesRecycled(leadCase) < most ? disposition : { ...disposition, fields: {}, returnsAt: null };
}

function timesRecycled({ tenures }: LeadCase): number {
  const begun = new Map<number, AssignmentCause>();
  for (const { cycle, cause } of tenures) if (!begun.has(cycle)) begun.set(cycle, cause);
  return [...begun.values()].filter((cause) => cause === 'recycle').length;
}

/** Returns the actor as columns of the table. */
export function writtenBy(actor: Actor) {
  return { actorType: actor.type, actorId: actor.type === 'system' ? null : actor.id };
}

/** Returns the grounds of a disposition by a person or a program. */
export function grounds({ actor }: UnitOfWork, attempts: number): Grounds {
  return { attempts, restsOn: null, actor };
}

export type Return = Demand<LeadCase, Extract<ClockEffect, { kind: 'return' }>>;

export function isReturn(demand: Demand<LeadCase>): demand is Return {
  return demand.effect.kind === 'return';
}

/**
 * Begins a new cycle for a lead that was nurtured or recycled: from nurture it goes to its last owner if eligible, from
 * recycle it is routed like a new lead, but never to a former owner.
 * @returns the routing request
 */
export function returnToWork(work: UnitOfWork, { subject: leadCase, clock, effect }: Return): RoutingRequest {
  const { from, cause } = effect;
  beginCycle(work, leadCase);
  work.record(leadCase, 'lead.woken', { clockId: clock.id, from, cycle: leadCase.lead.cycle }, system(clock.kind));
  return requestByRules(work.directory, leadCase, cause);
}

/**
 * Begins a new cycle of an open lead, because its person asks again or a person gives it its first promise.
 * @param policy of the new cycle; by default the first that matches
 * @returns the routing request, for when its owner has left or is away: its last owner if eligible
 */
export function renew(
  work: UnitOfWork,
  leadCase: LeadCase,
  by: 'person' | 'contact',
  facts: Opening,
  policy?: SlaPolicy,
): RoutingRequest {
  endCycle(work, leadCase, 'askedAgain');
  return begin(work, leadCase, by, facts, policy);
}

/** Reopens a closed lead for another reason than its clock. @returns the routing request: its last owner if eligible */
export function reopen(
  work: UnitOfWork,
  leadCase: LeadCase,
  by: 'person' | 'contact',
  facts: Opening = {},
): RoutingRequest {
  endClocks(work, leadCase, 'reopened');
  return begin(work, leadCase, by, facts);
}

interface Opening {
  readonly bulkId?: string;
  readonly dealId?: string;
  readonly why?: string;
  readonly inquiryId?: string;
  readonly touchId?: string;
  readonly touchKind?: string;
}

function begin(
  work: UnitOfWork,
  leadCase: LeadCase,
  by: 'person' | 'contact',
  facts: Opening,
  policy?: SlaPolicy,
): RoutingRequest {
  beginCycle(work, leadCase, policy);
  work.record(leadCase, 'lead.reopened', { by, cycle: leadCase.lead.cycle, ...facts });
  return requestByRules(work.directory, leadCase, 'reopen');
}
