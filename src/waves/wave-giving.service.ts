import { Injectable } from '@nestjs/common';
import { isReachable } from '../lifecycle/arrivals/serving-reviewed.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { PromisingService } from '../lifecycle/promising.service.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { system } from '../platform/values/actor.js';
import { groupBy } from '../platform/values/group.js';
import { WaveStore } from './wave.store.js';

/** Leads per transaction, which bounds how long other work waits for one of them. */
const LEADS_AT_ONCE = 200;

/** Gives leads their first promise when their wave comes. */
@Injectable()
export class WaveGiving {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly promising: PromisingService,
    private readonly store: WaveStore,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  async settle(goOn: () => boolean = () => true): Promise<void> {
    while (goOn()) if (!(await this.giveSome())) return;
  }

  /** @returns whether anything was due */
  private async giveSome(): Promise<boolean> {
    const due = await this.store.readDue(this.database.engine, this.time.now(), LEADS_AT_ONCE);
    if (due.length === 0) return false;
    const byId = new Map(due.map((each) => [each.leadId, each]));
    await this.lifecycle.performDue(async (context) => {
      const opened = await this.cases.openFreeOrFirst(context.tx, [...byId.keys()], { withDocuments: true });
      const taken = await this.store.takeOff(
        context.tx,
        opened.map(({ subjectId }) => subjectId),
      );
      const fitting = opened.filter((leadCase) => taken.has(leadCase.subjectId) && isUnpromised(leadCase));
      const ofJobs = groupBy(fitting, ({ subjectId }) => byId.get(subjectId)!.jobId);
      for (const [jobId, cases] of ofJobs) {
        const { policyId } = byId.get(cases[0]!.subjectId)!;
        await this.give(context, cases, { jobId, policyId });
      }
    });
    return true;
  }

  private async give(
    context: TransactionContext,
    cases: readonly LeadCase[],
    { jobId, policyId }: { readonly jobId: string; readonly policyId: string | null },
  ): Promise<void> {
    const work = this.lifecycle.workOn(cases, context, system('activation'));
    await this.promising.promise({ context, work }, cases, { act: jobId, policyId });
    await this.lifecycle.save(context.tx, work);
  }
}

/** Reports whether a lead still waits for a promise, and somebody can be reached by it. */
function isUnpromised({ lead, document }: LeadCase): boolean {
  return lead.status === 'open' && lead.policyId === null && lead.erasedAt === null && isReachable(document!);
}
