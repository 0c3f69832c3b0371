import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { type Disposition, type DispositionRequest, readDisposition } from '../../disposition/disposition.js';
import { type DispositionRow, DispositionStore } from '../../disposition/disposition.store.js';
import type { Warning } from '../../documents/version.schema.js';
import type { ClosingBody } from '../../leads/activity.dto.js';
import { ActivityStore } from '../../leads/activity.store.js';
import { LeadErasedError, LeadStateError } from '../../leads/lead.errors.js';
import type { Fault } from '../../platform/input/fault.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { nthId } from '../../platform/values/ids.js';
import { type ClosedLead, Suppressing } from '../arrivals/suppressing.service.js';
import type { LeadCase } from '../lead-case.js';
import {
  LifecycleService,
  type RequestedAction,
  type TimeAndDirectory,
  type TransactionContext,
} from '../lifecycle.service.js';
import { OpenDeals, warningsOfKept } from '../open-deals.service.js';
import type { AllTaken, OpenReport, ReportRefusal } from '../touches/reading-touches.js';
import type { ReportKind } from '../touches/reporting.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { dispose, grounds } from './disposing.js';
import { Proofs } from './proofs.service.js';

/** A lead to be closed, with the disposition. */
interface ClosedCase {
  readonly leadCase: LeadCase;
  readonly disposition: Disposition;
  /** The lost deal, if the lead is closed because of it. */
  readonly dealId?: string | undefined;
}

/** Applies dispositions to their leads, within a transaction that has locked them. */
@Injectable()
export class DispositionRecorder implements ReportKind<ClosingBody> {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly activity: ActivityStore,
    private readonly dispositions: DispositionStore,
    private readonly suppressing: Suppressing,
    private readonly openDeals: OpenDeals,
    private readonly proofs: Proofs,
  ) {}

  before(tx: Tx, bodies: readonly ClosingBody[]): Promise<void> {
    return this.openDeals.lockFor(tx, bodies);
  }

  faultsOf(present: TimeAndDirectory, body: ClosingBody): readonly Fault[] {
    const read = readBy(present, body);
    return 'faults' in read ? read.faults : [];
  }

  happenedAt(_body: ClosingBody, now: Instant): Instant {
    return now;
  }

  findMade(sql: Sql, ids: readonly string[]) {
    return this.dispositions.findMade(sql, ids);
  }

  async take(context: TransactionContext, reports: readonly OpenReport<ClosingBody>[], caller: Caller) {
    const cases = new Set(reports.map(({ leadCase }) => leadCase));
    const open = [...cases].filter(({ lead }) => lead.status === 'open' && lead.erasedAt === null);
    const work = this.lifecycle.workOn(open, context, actorOf(caller));
    const taken = await this.record({ context, work, caller }, reports);
    const isAnything = [...taken.values()].some(({ status }) => status === 'recorded');
    return { taken, work: isAnything ? work : null };
  }

  /** Applies reports in the order given: a lead that one of them closes cannot be closed by a later one. */
  async record(
    { context, work, caller }: RequestedAction,
    reports: readonly OpenReport<ClosingBody>[],
  ): Promise<AllTaken> {
    const { tx } = context;
    const proofOf = await this.proofs.read(
      context,
      reports.map(({ leadCase, body: { reason } }) => ({ leadCase, reason })),
      caller,
    );
    const attempts = await this.activity.countAttemptsOf(tx, [...new Set(reports.map(({ leadId }) => leadId))]);
    const deals = await this.openDeals.find(tx, openOf(reports));
    const taken: AllTaken = new Map();
    const closings: ClosedLead[] = [];
    const losing: ClosedLead[] = [];
    for (const { index, leadId, leadCase, body } of reports) {
      const read = readBy({ now: work.now, directory: context.directory }, body);
      const deal = deals.get(leadId);
      const proof = proofOf({ leadCase, reason: body.reason });
      const refusal =
        refusalOf(leadCase.lead, read, proof.refusal) ?? this.openDeals.refusalOf(deal, body, caller, context);
      if (refusal !== undefined || 'faults' in read) {
        taken.set(index, { status: 'refused', refusal: refusal! });
        continue;
      }
      const { requestId } = caller;
      const given = requestId === undefined ? {} : { id: nthId(requestId, index) };
      const { withoutAttempts } = proof;
      const rests = { ...grounds(work, attempts.get(leadId) ?? 0), ...given, withoutAttempts };
      const row = dispose(work, leadCase, read.disposition, rests);
      closings.push({ leadCase, row });
      if (deal !== undefined && body.deals === 'lose') losing.push({ leadCase, row });
      taken.set(index, {
        status: 'recorded',
        id: row.id,
        leadId,
        ...warned([...warningsOfKept(deal, body.deals), ...proof.warnings]),
      });
    }
    await this.keep(tx, work, closings);
    await this.openDeals.lose({ context, work, caller }, losing);
    return taken;
  }

  /**
   * Closes leads whose dispositions were read and are known to be allowed. @returns the stored rows, in the order of
   * the leads
   */
  async closeMany(
    { context, work }: Pick<RequestedAction, 'context' | 'work'>,
    closings: readonly ClosedCase[],
  ): Promise<DispositionRow[]> {
    if (closings.length === 0) return [];
    const { tx } = context;
    const asking = closings.map(({ leadCase, disposition: { reason } }) => ({ leadCase, reason }));
    const proofOf = await this.proofs.read(context, asking, null);
    const attempts = await this.activity.countAttemptsOf(
      tx,
      closings.map(({ leadCase }) => leadCase.lead.id),
    );
    const closed = closings.map(({ leadCase, disposition, dealId }): ClosedLead => {
      const { withoutAttempts } = proofOf({ leadCase, reason: disposition.reason });
      const rests = { ...grounds(work, attempts.get(leadCase.lead.id) ?? 0), dealId, withoutAttempts };
      return { leadCase, row: dispose(work, leadCase, disposition, rests) };
    });
    await this.keep(tx, work, closed);
    return closed.map(({ row }) => row);
  }

  /** Returns which proof is missing for a reason with which a person closes a lead. */
  async faultsOfProof(
    context: TransactionContext,
    { leadCase, disposition: { reason } }: ClosedCase,
    caller: Caller,
  ): Promise<readonly Fault[]> {
    const proofOf = await this.proofs.read(context, [{ leadCase, reason }], caller);
    return proofOf({ leadCase, reason }).refusal?.errors ?? [];
  }

  private async keep(tx: Tx, work: UnitOfWork, closings: readonly ClosedLead[]): Promise<void> {
    await this.dispositions.insertMany(tx, pluck(closings, 'row'));
    if (closings.length > 0) await this.suppressing.block(tx, work, closings);
  }
}

function openOf(reports: readonly OpenReport<ClosingBody>[]): string[] {
  return reports.filter(({ leadCase }) => leadCase.lead.status === 'open').map(({ leadId }) => leadId);
}

function warned(warnings: readonly Warning[]) {
  return warnings.length === 0 ? {} : { warnings };
}

function readBy({ now, directory }: TimeAndDirectory, body: ClosingBody) {
  return readDisposition(body as DispositionRequest, directory.content.reasons, now);
}

function refusalOf(
  lead: OpenReport<ClosingBody>['leadCase']['lead'],
  read: { readonly disposition: Disposition } | { readonly faults: Fault[] },
  unproven: ReportRefusal | undefined,
): ReportRefusal | undefined {
  if (lead.erasedAt !== null) return new LeadErasedError(lead.erasedAt);
  if ('faults' in read) return new InvalidRequestError(read.faults);
  if (unproven !== undefined) return unproven;
  if (lead.status === 'open') return undefined;
  return new LeadStateError(
    lead.status === 'won'
      ? 'A lead that was won is not closed with a disposition: reverse the milestone if it was reported by mistake (POST /v1/leads/{id}/milestones/{milestoneId}/reverse), or reopen the lead to work on it again (POST /v1/leads/{id}/reopen)'
      : 'This lead is already closed: correct its disposition within a day (POST /v1/leads/{id}/disposition/correct), or reopen it first (POST /v1/leads/{id}/reopen)',
    lead,
  );
}
