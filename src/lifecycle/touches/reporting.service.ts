import { Injectable } from '@nestjs/common';
import { ForbiddenError, StillInFlightError } from '../../auth/auth.errors.js';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import type { Caller } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { LeadMatchStore } from '../../leads/lead-match.store.js';
import { faultOfNoLead, type LeadName, type LeadNames, readName } from '../../leads/naming.js';
import { workSightOf } from '../../leads/visibility.js';
import type { Fault } from '../../platform/input/fault.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import { mayBeOfOne } from '../../platform/running/gatherer.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, isUnavailable, type Sql, type Tx } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { nthId } from '../../platform/values/ids.js';
import { mayWorkOn, refusalOf } from '../acting.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import { LifecycleService, type TimeAndDirectory, type TransactionContext } from '../lifecycle.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import type { AllTaken, LeadReport, OpenReport, TouchReport } from './reading-touches.js';

/** The number of leads in one transaction. Other transactions wait for one of these leads as long as this one takes. */
const LEADS_AT_ONCE = 200;

/** A kind of report on leads that comes in batches: touches, milestones, dispositions. */
export interface ReportKind<Body> {
  /** Takes locks that come before those of leads. */
  before?(tx: Tx, bodies: readonly Body[]): Promise<void>;
  /** Returns all faults of a report whose lead is not known. */
  faultsOf(present: TimeAndDirectory, body: Body, caller: Caller): readonly Fault[];
  /**
   * Returns when the reported event happened. Reports on one lead are applied in this order, then in that of the batch.
   */
  happenedAt(body: Body, now: Instant): Instant;
  /** Reports whether a caller may make this report although they may not work on the lead; nobody may by default. */
  mayToo?(context: TransactionContext, report: OpenReport<Body>, caller: Caller): boolean;
  /** Returns those of the ids that exist already. */
  findMade(sql: Sql, ids: readonly string[]): Promise<readonly { readonly id: string; readonly leadId: string }[]>;
  /**
   * Applies reports on leads that this transaction has locked.
   * @returns their results, without those whose lead was changed too much by an earlier report; and the unit of work to
   * be saved, null if there is no change
   */
  take(
    context: TransactionContext,
    reports: readonly OpenReport<Body>[],
    caller: Caller,
  ): Promise<{ readonly taken: AllTaken; readonly work: UnitOfWork | null }>;
}

/** Applies reports on leads, of any kind and number, however late. */
@Injectable()
export class Reporting {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly matches: LeadMatchStore,
    private readonly requests: IdempotencyStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** Applies reports on any leads, each on its own. @returns the result of each, by its place */
  async takeNamed<Body extends object>(
    reported: ReportKind<Body>,
    reports: readonly TouchReport<Body & LeadNames>[],
    caller: Caller,
  ): Promise<AllTaken> {
    // Looked up first, because the first run of this request may have changed its leads.
    const taken = await this.findMade(reported, this.database, reports, caller);
    const directory = await this.directories.now();
    const { settings } = directory.content;
    const named: { readonly name: LeadName; readonly report: TouchReport<Body> }[] = [];
    for (const { index, body: given } of reports) {
      if (taken.has(index)) continue;
      const { leadId, leadExternalId, source, email, phone, ...rest } = given;
      const body = rest as unknown as Body;
      const name = readName({ leadId, leadExternalId, source, email, phone }, settings);
      if ('by' in name) named.push({ name, report: { index, body } });
      else {
        const faults = reported.faultsOf({ now: this.time.now(), directory }, body, caller);
        taken.set(index, { status: 'refused', refusal: new InvalidRequestError([...name.faults, ...faults]) });
      }
    }
    const names = named.map(({ name }) => name);
    const found = await this.matches.findMany(this.database, names, workSightOf(caller, directory));
    const known = named.flatMap(({ name, report }, place): LeadReport<Body>[] => {
      const lead = found[place]!;
      if (typeof lead !== 'string') return [{ ...report, leadId: lead.id }];
      // Whoever may not work on a lead may still be allowed to report this, if they know its id.
      return reported.mayToo !== undefined && name.by === 'id' ? [{ ...report, leadId: name.id }] : [];
    });
    for (const [index, result] of await this.takeAll(reported, known, caller)) taken.set(index, result);
    for (const [place, { name, report }] of named.entries()) {
      const result = taken.get(report.index);
      if (result !== undefined && result.status !== 'noMatch') continue;
      const lead = found[place]!;
      // One that was found has left the caller since.
      const why = faultOfNoLead(name, typeof lead === 'string' ? lead : 'unknownLead');
      taken.set(report.index, { status: 'noMatch', why });
    }
    return taken;
  }

  /** Applies reports by lead, and for each lead in the order in which the events happened. */
  async takeAll<Body>(
    reported: ReportKind<Body>,
    reports: readonly LeadReport<Body>[],
    caller: Caller,
  ): Promise<AllTaken> {
    const now = this.time.now();
    const at = ({ body }: LeadReport<Body>) => reported.happenedAt(body, now);
    const ofLeads = [...groupBy(reports, ({ leadId }) => leadId)].sort(([one], [other]) => (one < other ? -1 : 1));
    const taken: AllTaken = new Map();
    for (let first = 0; first < ofLeads.length; first += LEADS_AT_ONCE) {
      const together = ofLeads
        .slice(first, first + LEADS_AT_ONCE)
        .flatMap(([, ofLead]) => ofLead.sort((a, b) => at(a) - at(b) || a.index - b.index));
      await this.takeTogether(reported, together, caller, taken);
    }
    return taken;
  }

  /**
   * Applies reports in one transaction after another until all are done. A part that fails is halved until the failing
   * report is alone.
   */
  private async takeTogether<Body>(
    reported: ReportKind<Body>,
    reports: readonly LeadReport<Body>[],
    caller: Caller,
    taken: AllTaken,
  ): Promise<void> {
    let left = reports;
    try {
      while (left.length > 0) {
        const round = left;
        const done = await this.lifecycle.perform((context) => this.takeFree(reported, context, round, caller));
        for (const [index, result] of done) taken.set(index, result);
        left = round.filter(({ index }) => !done.has(index));
      }
    } catch (cause) {
      if (isUnavailable(cause) || !mayBeOfOne(cause)) throw cause;
      if (left.length === 1) {
        taken.set(left[0]!.index, { status: 'failed', cause });
        return;
      }
      const middle = left.length >> 1;
      await this.takeTogether(reported, left.slice(0, middle), caller, taken);
      await this.takeTogether(reported, left.slice(middle), caller, taken);
    }
  }

  /**
   * Applies the reports on leads that are not locked elsewhere, and waits for the first if there are none.
   * @param reports in the order of the ids of their leads
   * @returns their results; at least one report is always applied
   */
  private async takeFree<Body>(
    reported: ReportKind<Body>,
    context: TransactionContext,
    reports: readonly LeadReport<Body>[],
    caller: Caller,
  ): Promise<AllTaken> {
    const { tx } = context;
    const bodies = reports.map(({ body }) => body);
    await reported.before?.(tx, bodies);
    const leadIds = [...new Set(reports.map(({ leadId }) => leadId))];
    const cases = await this.cases.openFreeOrFirst(tx, leadIds, { withDocuments: true });
    const { requestId } = caller;
    // A retry of a request that still runs waits for its present transaction.
    if (requestId !== undefined && !(await this.requests.hold(tx, requestId))) throw new StillInFlightError();
    const opened = new Map(cases.map((leadCase) => [leadCase.lead.id, leadCase]));
    const isOpen = (leadId: string) => opened.size === 0 || opened.has(leadId);
    const free = reports.filter(({ leadId }) => isOpen(leadId));
    const made = await this.findMade(reported, tx, free, caller);
    const open: OpenReport<Body>[] = [];
    for (const report of free) {
      if (made.has(report.index)) continue;
      const leadCase = opened.get(report.leadId);
      const mayReport = (of: LeadCase) =>
        mayWorkOn(of, caller, context) || reported.mayToo?.(context, { ...report, leadCase: of }, caller) === true;
      if (leadCase === undefined || !mayReport(leadCase)) {
        const refusal = refusalOf(leadCase, report.leadId, caller, context);
        made.set(
          report.index,
          refusal instanceof ForbiddenError ? { status: 'refused', refusal } : { status: 'noMatch' },
        );
      } else open.push({ ...report, leadCase });
    }
    const { taken, work } = await reported.take(context, open, caller);
    // A report that is refused changes nothing.
    if (work !== null) {
      if (requestId !== undefined) tx.send(this.requests.actOnce(tx, requestId));
      await this.lifecycle.save(tx, work);
    }
    return new Map([...made, ...taken]);
  }

  /** Returns what the same request has recorded before, if its response was lost. */
  private async findMade<Body>(
    reported: ReportKind<Body>,
    sql: Sql,
    reports: readonly TouchReport<unknown>[],
    { requestId }: Caller,
  ): Promise<AllTaken> {
    if (requestId === undefined) return new Map();
    const indexOf = new Map(reports.map(({ index }) => [nthId(requestId, index), index]));
    const made = await reported.findMade(sql, [...indexOf.keys()]);
    return new Map(made.map(({ id, leadId }) => [indexOf.get(id)!, { status: 'recorded', id, leadId }]));
  }
}
