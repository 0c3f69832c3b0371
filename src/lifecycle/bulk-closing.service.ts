import { Injectable } from '@nestjs/common';
import { actorOf } from '../auth/actor-of.js';
import { type Caller, may } from '../auth/scope.js';
import { type BulkClosing, BulkClosingStore } from '../disposition/bulk-closing.store.js';
import type { Disposition } from '../disposition/disposition.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import { faultsOfProof } from '../disposition/proof.js';
import { ActivityStore, type TouchRow } from '../leads/activity.store.js';
import { Database } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import { newId } from '../platform/ids.js';
import { TimeSource } from '../platform/time-source.js';
import { mayWorkOn } from './acting.service.js';
import { dispose, grounds, writtenBy } from './disposing.js';
import type { LeadCase } from './lead-case.js';
import { LeadCases } from './lead-cases.service.js';
import { LifecycleService, type Scene } from './lifecycle.service.js';
import { ReopeningService } from './reopening.service.js';
import { Suppressing } from './suppressing.service.js';
import { tellOfSome } from './telling-owners.js';

/** What became of a lead; `why` says why nothing did. */
export interface BulkResult {
  readonly leadId: string;
  readonly why: string | null;
}

/** Nobody waits for a lead longer than a transaction on so many takes. */
const LEADS_AT_ONCE = 200;

type Batch = (scene: Scene, cases: readonly LeadCase[]) => Promise<BulkResult[]>;

/** Closes many leads at once with one reason, and takes that back. */
@Injectable()
export class BulkClosingService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly dispositions: DispositionStore,
    private readonly bulks: BulkClosingStore,
    private readonly suppressing: Suppressing,
    private readonly reopening: ReopeningService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** What would become of leads. Nothing is changed. */
  async foresee(leadIds: readonly string[], disposition: Disposition, caller: Caller): Promise<BulkResult[]> {
    const { reads } = this.database;
    return this.lifecycle.perform(async (scene) => {
      const cases = await this.cases.lookWithout(reads, leadIds);
      const why = await this.whyNot(scene, cases, disposition, caller);
      return [
        ...cases.map((leadCase) => ({ leadId: leadCase.lead.id, why: why(leadCase) })),
        ...missing(leadIds, cases),
      ];
    });
  }

  /** In transactions of some leads each: what is closed by then stays closed. @returns by the ids of the leads */
  async close(
    leadIds: readonly string[],
    disposition: Disposition,
    caller: Caller,
  ): Promise<{ bulk: BulkClosing; results: BulkResult[] }> {
    const now = this.time.now();
    const made = { id: caller.requestId ?? newId(now), madeAt: now, ...writtenBy(actorOf(caller)) };
    await this.bulks.insert(this.database, made);
    const bulk = (await this.bulks.find(this.database, made.id))!;
    const before = await this.bulks.readClosed(this.database, bulk.id);
    const results = await this.eachBatch(
      leadIds.filter((id) => !before.has(id)),
      (scene, cases) => this.closeSome(scene, cases, { disposition, bulk, caller }),
    );
    return { bulk, results: sorted([...results, ...[...before.keys()].map((leadId) => ({ leadId, why: null }))]) };
  }

  /** Leads that are still closed by it are open again, with whoever had them. */
  async undo(bulk: BulkClosing, caller: Caller): Promise<BulkResult[]> {
    const closed = await this.bulks.readClosed(this.database, bulk.id);
    return sorted(
      await this.eachBatch([...closed.keys()], (scene, cases) => this.undoSome(scene, cases, { bulk, closed, caller })),
    );
  }

  private async closeSome(
    scene: Scene,
    cases: readonly LeadCase[],
    { disposition, bulk, caller }: { disposition: Disposition; bulk: BulkClosing; caller: Caller },
  ): Promise<BulkResult[]> {
    const { tx } = scene;
    const work = this.lifecycle.workOn(cases, scene, actorOf(caller));
    const why = await this.whyNot(scene, cases, disposition, caller);
    const attempts = await this.activity.countAttemptsOf(
      tx,
      cases.map(({ lead }) => lead.id),
    );
    const closings = cases
      .filter((leadCase) => why(leadCase) === null)
      .map((leadCase) => {
        const owner = leadCase.lead.ownerId;
        const row = dispose(work, leadCase, disposition, grounds(work, attempts.get(leadCase.lead.id) ?? 0));
        return { leadCase, owner, row: { ...row, bulkId: bulk.id } };
      });
    const results = cases.map((leadCase) => ({
      leadId: leadCase.lead.id,
      why: closings.some((closing) => closing.leadCase === leadCase) ? null : why(leadCase),
    }));
    await this.dispositions.insertMany(
      tx,
      closings.map(({ row }) => row),
    );
    await this.suppressing.block(tx, work, closings);
    for (const [owner, theirs] of groupBy(closings, (closing) => closing.owner))
      tellOfSome(
        work,
        owner,
        'leads.closed',
        theirs.map(({ leadCase }) => leadCase),
        { reason: disposition.reason },
      );
    await this.lifecycle.save(tx, work);
    return results;
  }

  private async undoSome(
    scene: Scene,
    cases: readonly LeadCase[],
    { bulk, closed, caller }: { bulk: BulkClosing; closed: ReadonlyMap<string, string>; caller: Caller },
  ): Promise<BulkResult[]> {
    const work = this.lifecycle.workOn(cases, scene, actorOf(caller));
    const why = (leadCase: LeadCase) => {
      if (!mayWorkOn(leadCase, caller, scene)) return NO_LEAD;
      const { status, dispositionId, erasedAt, id } = leadCase.lead;
      if (erasedAt !== null) return ERASED;
      if (dispositionId === closed.get(id)) return null;
      return status === 'open' ? 'It is open again already.' : 'Something else has been decided since.';
    };
    const results = cases.map((leadCase) => ({ leadId: leadCase.lead.id, why: why(leadCase) }));
    const back = cases.filter((leadCase) => why(leadCase) === null);
    await this.reopening.giveBack({ scene, work }, back, bulk.id);
    for (const [owner, theirs] of groupBy(back, ({ lead }) => lead.ownerId))
      tellOfSome(work, owner, 'leads.reopened', theirs);
    await this.lifecycle.save(scene.tx, work);
    return results;
  }

  /** Why leads are not closed; null where they are. */
  private async whyNot(
    scene: Scene,
    cases: readonly LeadCase[],
    { reason: code }: Disposition,
    caller: Caller,
  ): Promise<(leadCase: LeadCase) => string | null> {
    const { proof } = scene.directory.content.reasons.find((reason) => reason.code === code)!;
    const isProven = proof === null || may(caller, 'integration');
    const leads = cases.map(({ lead }) => lead);
    const touches: Map<string, TouchRow[]> = isProven
      ? new Map()
      : groupBy(await this.activity.readOfCycles(scene.tx, leads), ({ leadId }) => leadId);
    return (leadCase) => {
      const { id, status } = leadCase.lead;
      if (!mayWorkOn(leadCase, caller, scene)) return NO_LEAD;
      if (status !== 'open') return `It is closed already: ${status}.`;
      const [fault] = isProven ? [] : faultsOfProof(code, proof!, touches.get(id) ?? []);
      return fault?.message ?? null;
    };
  }

  /** Transaction after transaction, on leads that nobody works on. */
  private async eachBatch(leadIds: readonly string[], batch: Batch): Promise<BulkResult[]> {
    const results: BulkResult[] = [];
    let left = [...new Set(leadIds)].sort();
    while (left.length > 0) {
      const some = left.slice(0, LEADS_AT_ONCE);
      const done = await this.lifecycle.perform(async (scene) => {
        const cases = await this.cases.openFreeOrFirst(scene.tx, some, { withDocuments: true });
        return cases.length === 0 ? missing(some.slice(0, 1), []) : batch(scene, cases);
      });
      results.push(...done);
      const ids = new Set(done.map(({ leadId }) => leadId));
      left = left.filter((id) => !ids.has(id));
    }
    return results;
  }
}

const NO_LEAD = 'There is no such lead.';
const ERASED = 'What was known of the person was erased since.';

function missing(leadIds: readonly string[], cases: readonly LeadCase[]): BulkResult[] {
  const found = new Set(cases.map(({ lead }) => lead.id));
  return leadIds.filter((id) => !found.has(id)).map((leadId) => ({ leadId, why: NO_LEAD }));
}

function sorted(results: readonly BulkResult[]): BulkResult[] {
  return [...results].sort((a, b) => (a.leadId < b.leadId ? -1 : 1));
}
