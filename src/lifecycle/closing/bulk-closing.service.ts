import { Injectable } from '@nestjs/common';
import { actorOf, type Caller, may } from '../../auth/scope.js';
import { BulkClosingStore } from '../../disposition/bulk-closing.store.js';
import type { BulkRun } from '../../disposition/bulk-run.store.js';
import type { Disposition } from '../../disposition/disposition.js';
import { DispositionStore } from '../../disposition/disposition.store.js';
import { faultsOfProof } from '../../disposition/proof.js';
import { ActivityStore, type TouchRow } from '../../leads/activity.store.js';
import { Database, type Sql } from '../../platform/sql/database.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { mayWorkOn } from '../acting.service.js';
import { Suppressing } from '../arrivals/suppressing.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import { OpenDeals } from '../open-deals.service.js';
import { type BulkResult, leave, NO_LEAD, type SkipReason } from './bulk-result.js';
import { BulkRuns } from './bulk-runs.service.js';
import { dispose, grounds, writtenBy } from './disposing.js';
import { UndoneClosings } from './undone-closings.service.js';

/** The disposition with which leads are closed, and the caller. */
export interface BulkClosingOrder {
  readonly disposition: Disposition;
  readonly caller: Caller;
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
  ) {}

  /** Returns what closing the leads would do. Changes nothing. */
  async foresee(leadIds: readonly string[], closing: BulkClosingOrder): Promise<BulkResult[]> {
    const { reads } = this.database;
    return this.lifecycle.perform(async (context) => {
      const cases = await this.cases.lookWithout(reads, leadIds);
      const whyLeft = await this.whyLeft(context, cases, closing);
      const found = new Set(cases.map(({ lead }) => lead.id));
      return [
        ...cases.map((leadCase) => ({ leadId: leadCase.lead.id, left: whyLeft(leadCase) })),
        ...leadIds.filter((id) => !found.has(id)).map((leadId) => ({ leadId, left: NO_LEAD })),
      ];
    });
  }

  /**
   * Closes leads in transactions of some leads each. If one fails, the leads of earlier ones stay closed.
   * @param leadIds on the list of the run
   */
  close(run: RunningBulk, leadIds: readonly string[], closing: BulkClosingOrder): Promise<BulkResult[]> {
    return this.runs.goThrough(run, leadIds, (context, cases) => this.closeSome(context, cases, run.bulkId, closing));
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
    bulkId: string,
    closing: BulkClosingOrder,
  ): Promise<BulkResult[]> {
    const { tx } = context;
    const work = this.lifecycle.workOn(cases, context, actorOf(closing.caller));
    const whyLeft = await this.whyLeft(context, cases, closing);
    const results = cases.map((leadCase) => ({ leadId: leadCase.lead.id, left: whyLeft(leadCase) }));
    const fitting = cases.filter((_, index) => results[index]!.left === null);
    const attempts = await this.activity.countAttemptsOf(tx, pluck(fitting, 'subjectId'));
    const closings = fitting.map((leadCase) => {
      const row = dispose(work, leadCase, closing.disposition, grounds(work, attempts.get(leadCase.lead.id) ?? 0));
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
    const isProven = proof === null || may(caller, 'integration');
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
      const [fault] = isProven ? [] : faultsOfProof(code, proof!, touches.get(id) ?? []);
      return fault === undefined ? null : leave('tooFewAttempts', fault.message);
    };
  }
}

/** Returns the caller as the run stores them. */
export function requesterOf(caller: Caller) {
  return writtenBy(actorOf(caller));
}
