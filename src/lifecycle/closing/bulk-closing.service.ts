import { Injectable } from '@nestjs/common';
import { actorOf, type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { BulkClosingStore } from '../../disposition/bulk-closing.store.js';
import type { BulkRun } from '../../disposition/bulk-run.store.js';
import type { Disposition } from '../../disposition/disposition.js';
import { DispositionStore } from '../../disposition/disposition.store.js';
import { faultsOfProof } from '../../disposition/proof.js';
import { ActivityStore, type TouchRow } from '../../leads/activity.store.js';
import { Database, type Sql } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { mayWorkOn } from '../acting.service.js';
import { Suppressing } from '../arrivals/suppressing.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import { OpenDeals } from '../open-deals.service.js';
import { type BulkResult, leave, NO_LEAD, type SkipReason } from './bulk-result.js';
import { BulkRuns } from './bulk-runs.service.js';
import { dispose, dispositionFor, grounds, writtenBy } from './disposing.js';
import { Proofs } from './proofs.service.js';
import { returningAt, type SpreadPlace, spreadReturns } from './spreading.js';
import { UndoneClosings } from './undone-closings.service.js';

/** The disposition with which leads are closed, and the caller. */
export interface BulkClosingOrder {
  readonly disposition: Disposition;
  readonly caller: Caller;
  /** The number of working days over which the leads come back; absent if all come back at once. */
  readonly spreadDays?: number | undefined;
  /** Returns which of some leads still match the filter of the request; absent if the request named them. */
  readonly find?: (sql: Sql, leadIds: readonly string[], context: TransactionContext) => Promise<ReadonlySet<string>>;
}

type RunningBulk = Pick<BulkRun, 'id' | 'bulkId' | 'isJob'>;

/** Closes many leads with one reason, and undoes that. */
@Injectable()
export class BulkClosingService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly dispositions: DispositionStore,
    private readonly bulks: BulkClosingStore,
    private readonly runs: BulkRuns,
    private readonly suppressing: Suppressing,
    private readonly undone: UndoneClosings,
    private readonly database: Database,
    private readonly openDeals: OpenDeals,
    private readonly proofs: Proofs,
  ) {}

  /** Returns what closing the leads would do. Changes nothing. */
  async foresee(leadIds: readonly string[], closing: BulkClosingOrder): Promise<ForeseenResult[]> {
    const { reads } = this.database;
    return this.lifecycle.perform(async (context) => {
      const cases = await this.cases.lookWithout(reads, leadIds);
      const whyLeft = await this.whyLeft(context, cases, closing);
      const byId = new Map(cases.map((leadCase) => [leadCase.lead.id, leadCase]));
      const dispositionOf = dispositionsBy(context.directory, closing);
      return [...leadIds].sort().map((leadId, place) => {
        const leadCase = byId.get(leadId);
        const left = leadCase === undefined ? NO_LEAD : whyLeft(leadCase);
        if (leadCase === undefined || left !== null) return { leadId, left, returnsAt: null, ownerId: null };
        const { returnsAt } = dispositionFor(leadCase, dispositionOf({ place, of: leadIds.length }));
        return { leadId, left, returnsAt, ownerId: leadCase.lead.ownerId };
      });
    });
  }

  /**
   * Closes leads in transactions of some leads each. If one fails, the leads of earlier ones stay closed.
   * @param leadIds on the list of the run
   */
  close(run: RunningBulk, leadIds: readonly string[], closing: BulkClosingOrder): Promise<BulkResult[]> {
    return this.runs.goThrough(run, leadIds, (context, cases) => this.closeSome(context, cases, run, closing));
  }

  /**
   * Reopens the leads that are still closed by the run, for their last owners.
   * @param leadIds on the list of the run
   */
  undo(run: RunningBulk, leadIds: readonly string[], caller: Caller): Promise<BulkResult[]> {
    return this.runs.goThrough(run, leadIds, (context, cases) => this.undoSome(context, cases, run.bulkId, caller));
  }

  private async closeSome(
    context: TransactionContext,
    cases: readonly LeadCase[],
    { id, bulkId }: RunningBulk,
    closing: BulkClosingOrder,
  ): Promise<BulkResult[]> {
    const { tx } = context;
    const first = closing.spreadDays === undefined ? ALONE : await this.runs.placeOf(tx, id);
    const dispositionOf = dispositionsBy(context.directory, closing);
    const placeOf = new Map([...cases].sort(byId).map((leadCase, index) => [leadCase, first.place + index]));
    const work = this.lifecycle.workOn(cases, context, actorOf(closing.caller));
    const whyLeft = await this.whyLeft(context, cases, closing);
    const results = cases.map((leadCase) => ({ leadId: leadCase.lead.id, left: whyLeft(leadCase) }));
    const fitting = cases.filter((_, index) => results[index]!.left === null);
    const attempts = await this.activity.countAttemptsOf(tx, pluck(fitting, 'subjectId'));
    const { reason } = closing.disposition;
    const asking = fitting.map((leadCase) => ({ leadCase, reason }));
    const proofOf = await this.proofs.read(context, asking, null);
    const closings = fitting.map((leadCase) => {
      const disposition = dispositionOf({ place: placeOf.get(leadCase)!, of: first.of });
      const { withoutAttempts } = proofOf({ leadCase, reason });
      const rests = { ...grounds(work, attempts.get(leadCase.lead.id) ?? 0), withoutAttempts };
      const row = dispose(work, leadCase, disposition, rests);
      return { leadCase, row: { ...row, bulkId } };
    });
    await this.dispositions.insertMany(tx, pluck(closings, 'row'));
    await this.suppressing.block(tx, work, closings);
    await this.lifecycle.save(tx, work);
    return results;
  }

  private async undoSome(
    context: TransactionContext,
    cases: readonly LeadCase[],
    bulkId: string,
    caller: Caller,
  ): Promise<BulkResult[]> {
    const work = this.lifecycle.workOn(cases, context, actorOf(caller));
    const closed = await this.bulks.readClosed(context.tx, bulkId, pluck(cases, 'subjectId'));
    const whyLeft = (leadCase: LeadCase) => {
      if (!mayWorkOn(leadCase, caller, context)) return NO_LEAD;
      const { status, dispositionId, erasedAt, id } = leadCase.lead;
      if (erasedAt !== null) return leave('erased');
      if (dispositionId === closed.get(id)) return null;
      return leave(status === 'open' ? 'openAgain' : 'decidedSince');
    };
    const left = new Map(cases.map((leadCase) => [leadCase, whyLeft(leadCase)]));
    const back = cases.filter((leadCase) => left.get(leadCase) === null);
    const open = back.length === 0 ? [] : await this.undone.takeBack({ context, work }, back, { bulkId });
    for (const leadCase of back) if (!open.includes(leadCase)) left.set(leadCase, leave('suppressedSince'));
    await this.lifecycle.save(context.tx, work);
    return cases.map((leadCase) => ({ leadId: leadCase.lead.id, left: left.get(leadCase) ?? null }));
  }

  /** Returns a function that says why a lead is not closed, or null if it is. */
  private async whyLeft(
    context: TransactionContext,
    cases: readonly LeadCase[],
    { disposition: { reason: code }, caller, find }: BulkClosingOrder,
  ): Promise<(leadCase: LeadCase) => SkipReason | null> {
    const proof = context.directory.content.reasons.find((reason) => reason.code === code)?.proof ?? null;
    // What a policy asks for is asked of the rep who closes a lead by itself.
    const isProven = proof === null || proof === 'policy' || may(caller, 'integration');
    const leads = cases.map(({ lead }) => lead);
    const ids = leads.map(({ id }) => id);
    const found = await find?.(context.tx, ids, context);
    const touches: Map<string, TouchRow[]> = isProven
      ? new Map()
      : groupBy(await this.activity.readOfCycles(context.tx, leads), ({ leadId }) => leadId);
    const deals = await this.openDeals.find(context.tx, ids);
    return (leadCase) => {
      const { id, status } = leadCase.lead;
      if (!mayWorkOn(leadCase, caller, context)) return NO_LEAD;
      if (status !== 'open') return leave('closedAlready', `It is closed already: ${status}.`);
      if (found?.has(id) === false) return leave('otherwiseNow');
      const deal = deals.get(id);
      if (deal !== undefined)
        return leave('openDeals', `Its deal "${deal.name}" (${deal.id}) is open: close it by itself.`);
      const [fault] = isProven ? [] : faultsOfProof(code, proof, touches.get(id) ?? []);
      return fault === undefined ? null : leave('tooFewAttempts', fault.message);
    };
  }
}

/** The result that is expected for one lead, and when it would come back. */
export interface ForeseenResult extends BulkResult {
  readonly returnsAt: Instant | null;
  readonly ownerId: string | null;
}

const ALONE: SpreadPlace = { place: 0, of: 1 };

/** Returns a function from the place of a lead to its disposition. */
export function dispositionsBy(
  { hours }: Pick<Directory, 'hours'>,
  { disposition, spreadDays: days }: BulkClosingOrder,
): (place: SpreadPlace) => Disposition {
  const { returnsAt } = disposition;
  if (days === undefined || returnsAt === null) return () => disposition;
  const returns = spreadReturns(returnsAt, { days, hours: hours.ofDefault.working });
  return (place) => returningAt(disposition, returns(place));
}

function byId(one: LeadCase, other: LeadCase): number {
  return one.lead.id < other.lead.id ? -1 : 1;
}

/** Returns the caller as the run stores them. */
export function requesterOf(caller: Caller) {
  return writtenBy(actorOf(caller));
}
