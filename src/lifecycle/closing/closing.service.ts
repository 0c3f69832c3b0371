import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import {
  CORRECTED_WITHIN_MS,
  type Disposition,
  type DispositionRequest,
  readDisposition,
} from '../../disposition/disposition.js';
import { DispositionStore } from '../../disposition/disposition.store.js';
import type { Warning } from '../../documents/version.schema.js';
import type { ClosingBody, DispositionBody, NamedDispositionBody } from '../../leads/activity.dto.js';
import { CorrectionTooLateError, LeadStateError, mergedRefusal } from '../../leads/lead.errors.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { ActingService, type LeadAction } from '../acting.service.js';
import { Suppressing } from '../arrivals/suppressing.service.js';
import type { LeadCase } from '../lead-case.js';
import { isJunk } from '../moves/crediting.js';
import { CreditingService } from '../moves/crediting.service.js';
import { OpenDeals, warningsOfKept } from '../open-deals.service.js';
import type { AllTaken, TouchReport } from '../touches/reading-touches.js';
import { Reporting } from '../touches/reporting.service.js';
import { correct } from './disposing.js';
import { DispositionRecorder } from './disposition-recorder.service.js';
import { Proofs } from './proofs.service.js';

export interface DisposedLead {
  readonly leadCase: LeadCase;
  readonly warnings: readonly Warning[];
}

/** Closes leads with a reason, and corrects dispositions. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly acting: ActingService,
    private readonly reporting: Reporting,
    private readonly recorder: DispositionRecorder,
    private readonly proofs: Proofs,
    private readonly crediting: CreditingService,
    private readonly dispositions: DispositionStore,
    private readonly suppressing: Suppressing,
    private readonly openDeals: OpenDeals,
    private readonly database: Database,
  ) {}

  /** @returns the lead, with warnings about its deal */
  async dispose(id: string, body: ClosingBody, caller: Caller): Promise<DisposedLead> {
    let warnings: readonly Warning[] | null = null;
    const before = (tx: Tx) => this.recorder.before(tx, [body]);
    const closed = await this.acting.change({ id, caller, before }, async ({ context, work, leadCase }) => {
      const report = { index: 0, leadId: leadCase.lead.id, leadCase, body };
      const taken = (await this.recorder.record({ context, work, caller }, [report])).get(0)!;
      if (taken.status === 'refused') throw taken.refusal;
      warnings = ('warnings' in taken && taken.warnings) || [];
    });
    return {
      leadCase: closed,
      warnings: warnings ?? (await this.openDeals.warningsAgain(this.database, closed, body)),
    };
  }

  /** Closes leads, each with its own reason. @returns the result of each, by its place */
  async disposeMany(reports: readonly TouchReport<NamedDispositionBody>[], caller: Caller): Promise<AllTaken> {
    const taken = await this.reporting.takeNamed<ClosingBody>(this.recorder, reports, caller);
    if (caller.requestId === undefined) return taken;
    // Of those that the first run of the request has recorded, only the ids are known.
    const recorded = reports.flatMap(({ index, body: { deals } }) => {
      const result = taken.get(index);
      return result?.status === 'recorded' && result.warnings === undefined ? [{ index, deals, result }] : [];
    });
    const kept = await this.openDeals.find(
      this.database,
      recorded.map(({ result }) => result.leadId),
    );
    for (const { index, deals, result } of recorded) {
      const warnings = warningsOfKept(kept.get(result.leadId), deals);
      if (warnings.length > 0) taken.set(index, { ...result, warnings });
    }
    return taken;
  }

  /** Replaces the reason of a disposition; both are stored. A correction that changes nothing is not recorded. */
  correct(id: string, body: DispositionBody, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async (opened) => {
      const { context, work, leadCase } = opened;
      const { lead } = leadCase;
      const { disposition, withoutAttempts } = await this.read(opened, body, caller);
      if (lead.dispositionId === null)
        throw new LeadStateError('Only a lead that was closed with a disposition can be corrected', lead);
      // With another reason the lead could wake on its own, beside the lead into which it was merged.
      if (lead.mergedInto !== null) throw mergedRefusal(lead.mergedInto, lead);
      const { former, firstAt } = await this.dispositions.readChain(context.tx, lead.dispositionId);
      if (work.now > firstAt + CORRECTED_WITHIN_MS) throw new CorrectionTooLateError(firstAt);
      const row = correct(work, leadCase, disposition, former, { withoutAttempts });
      if (row === null) return;
      await this.dispositions.insert(context.tx, row);
      if (!isJunk(row)) await this.crediting.withdraw(opened, [leadCase]);
      await this.suppressing.liftOf(context.tx, work, [former.id], 'corrected');
      await this.suppressing.block(context.tx, work, [{ leadCase, row }]);
    });
  }

  /** @throws InvalidRequestError */
  private async read(
    { context, work, leadCase }: LeadAction,
    body: DispositionBody,
    caller: Caller,
  ): Promise<{ readonly disposition: Disposition; readonly withoutAttempts: boolean }> {
    const { reasons } = context.directory.content;
    const read = readDisposition(body as DispositionRequest, reasons, work.now);
    if ('faults' in read) throw new InvalidRequestError(read.faults);
    const { reason } = read.disposition;
    const proofOf = await this.proofs.read(context, [{ leadCase, reason }], caller);
    const { refusal, withoutAttempts = false } = proofOf({ leadCase, reason });
    if (refusal !== undefined) throw refusal;
    return { disposition: read.disposition, withoutAttempts };
  }
}
