import { type Disposition, STATUS_OF, saysTheSame } from '../disposition/disposition.js';
import type { DispositionRow } from '../disposition/disposition.store.js';
import { enterStatus } from '../leads/lead.js';
import type { Actor } from '../platform/actor.js';
import { isoOrNull } from '../platform/instant.js';
import type { AssignmentCause } from '../routing/assignment.js';
import { MAX_RECYCLES } from '../sla/policy.js';
import { decide } from './cadence.js';
import { endClocks } from './clocks.js';
import { close } from './closing.js';
import type { LeadCase } from './lead-case.js';
import { beginReturn } from './lead-clocks.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What a disposition rests on. */
export interface Grounds {
  /** The id of the disposition; a new one by default. */
  readonly id?: string;
  /** The number of outbound touches by people until then. */
  readonly attempts: number;
  /** The touches that prove it; null if a person decided. */
  readonly restsOn: readonly string[] | null;
  /** The suppression by which the lead is closed when it comes in. */
  readonly suppressionId?: string;
  readonly actor: Actor;
}

/** Closes a lead with a reason, and plans its return if the reason has one. @returns the row of the disposition */
export function dispose(
  work: UnitOfWork,
  leadCase: LeadCase,
  disposition: Disposition,
  { id: given, attempts, restsOn, suppressionId, actor }: Grounds,
): DispositionRow {
  const { category } = disposition;
  const { id: leadId, cycle } = leadCase.lead;
  const id = given ?? work.newId();
  const made = withoutEndlessReturn(leadCase, disposition);
  // A closing by the engine is not a decision of the owner.
  if (actor.type !== 'system') decide(work, leadCase, work.now);
  close(work, leadCase, STATUS_OF[category], id);
  work.record(
    leadCase,
    'lead.disposed',
    {
      ...factsOf(id, made),
      ...(restsOn !== null && { restsOn }),
      ...(suppressionId !== undefined && { suppressionId }),
    },
    actor,
  );
  comeBack(work, leadCase, made);
  const rests = { attempts, restsOn, suppressionId: suppressionId ?? null };
  const told = { leadId, cycle, ...rests, decidedAt: work.now, ...writtenBy(actor) };
  return { ...made, ...told, id, kind: 'disposed', supersedes: null };
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
  actor: Actor = work.actor,
): DispositionRow | null {
  const made = withoutEndlessReturn(leadCase, disposition);
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
  work.record(leadCase, 'lead.corrected', { ...factsOf(id, made), supersedes: former.id }, actor);
  comeBack(work, leadCase, made);
  const { leadId, cycle, attempts } = former;
  const told = { leadId, cycle, attempts, restsOn: null, suppressionId: null, decidedAt: work.now };
  return { ...made, ...told, ...writtenBy(actor), id, kind: 'corrected', supersedes: former.id };
}

function factsOf(dispositionId: string, { category, reason, intent, returnsAt }: Disposition) {
  const isForGood = category === 'recycle' && returnsAt === null;
  const facts = { dispositionId, category, reason, intent, returnsAt: isoOrNull(returnsAt) };
  return { ...facts, ...(isForGood && { forGood: true }) };
}

function comeBack(work: UnitOfWork, leadCase: LeadCase, { category, returnsAt }: Disposition): void {
  if (returnsAt !== null) beginReturn(work, leadCase, category === 'nurture' ? 'nurtureWake' : 'recycle', returnsAt);
}

/** A lead that has been recycled as often as its policy allows does not return. */
function withoutEndlessReturn(leadCase: LeadCase, disposition: Disposition): Disposition {
  if (disposition.category !== 'recycle') return disposition;
  const most = leadCase.policy?.maxRecycles ?? MAX_RECYCLES;
  return timesRecycled(leadCase) < most ? disposition : { ...disposition, fields: {}, returnsAt: null };
}

function timesRecycled({ tenures }: LeadCase): number {
  const begun = new Map<number, AssignmentCause>();
  for (const { cycle, cause } of tenures) if (!begun.has(cycle)) begun.set(cycle, cause);
  return [...begun.values()].filter((cause) => cause === 'recycle').length;
}

/** The actor in the columns of the table. */
export function writtenBy(actor: Actor) {
  return { actorType: actor.type, actorId: actor.type === 'system' ? null : actor.id };
}

/** The grounds of a disposition by a person or a program. */
export function grounds({ actor }: UnitOfWork, attempts: number): Grounds {
  return { attempts, restsOn: null, actor };
}
