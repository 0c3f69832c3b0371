import { Injectable } from '@nestjs/common';
import { ERASED } from '../disposition/disposition.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import { LeadStore } from '../leads/lead.store.js';
import { BROUGHT_ALONG } from '../lifecycle/arrivals/past-leads.js';
import { Suppressing } from '../lifecycle/arrivals/suppressing.service.js';
import { isOfThePast } from '../lifecycle/clocks/first-promise.js';
import { writtenBy } from '../lifecycle/closing/disposing.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { notifyOfLeads } from '../lifecycle/notifying-of-leads.js';
import { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Tx } from '../platform/sql/database.js';
import type { Actor, CallerType } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import { groupBy, partition } from '../platform/values/group.js';
import { newId } from '../platform/values/ids.js';
import { endForGood } from './ending-leads.js';
import { ErasingStore, ErasureStore } from './erasure.store.js';
import { UndoneLeadStore } from './undone-lead.store.js';

/** Leads per transaction, which bounds how long other work waits for one of them. */
const LEADS_AT_ONCE = 200;

interface UndoneBy {
  readonly type: CallerType;
  readonly id: string;
}

/** What an import has made of its leads. */
interface Offspring {
  /** Takes the locks that come before those of leads. */
  lock(tx: Tx): Promise<void>;
  /** Takes it back from leads on which nobody has worked. A lead of which something is left stays. */
  takeBack(context: TransactionContext, leadIds: readonly string[]): Promise<void>;
}

/** Takes back the leads that an import has made and nobody has worked on. They are erased, and no report counts them. */
@Injectable()
export class UndoneLeads {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly dispositions: DispositionStore,
    private readonly suppressing: Suppressing,
    private readonly erasing: ErasingStore,
    private readonly erasures: ErasureStore,
    private readonly store: UndoneLeadStore,
    private readonly leads: LeadStore,
  ) {}

  /** Begins the certificate of the erasure, which has the id of the import. */
  begin(tx: Tx, importId: string, by: Actor, at: Instant): Promise<void> {
    const reason = 'An import was undone.';
    return this.erasures.begin(tx, {
      id: importId,
      askedBy: 'import',
      reason,
      madeAt: at,
      ...writtenBy(by),
    });
  }

  /**
   * @param after the id of the last lead before
   * @param offspring what the import has made of the leads, which goes with them
   * @returns the id of the last one; null after all of them
   */
  async takeBack(importId: string, after: string | null, by: UndoneBy, offspring: Offspring): Promise<string | null> {
    return this.lifecycle.performDue(async (context) => {
      const { tx } = context;
      await offspring.lock(tx);
      const ids = await this.store.findLeads(tx, importId, after, LEADS_AT_ONCE);
      if (ids.length === 0) return null;
      const cases = await this.cases.open(tx, ids, { withDocuments: true });
      const free = new Set(await this.store.findUntouched(tx, ids));
      await offspring.takeBack(context, [...free]);
      const cameOf = new Set(await this.erasures.findWithOffspring(tx, [...free]));
      const untouched = cases.filter(({ subjectId }) => free.has(subjectId) && !cameOf.has(subjectId));
      const [past, live] = partition(untouched, isOfThePast);
      await this.end(
        context,
        past,
        importId,
        new UnitOfWork(past, context.directory, context.now, BROUGHT_ALONG, newId, true),
      );
      await this.end(context, live, importId, this.lifecycle.workOn(live, context, by));
      return ids.at(-1)!;
    });
  }

  /** @returns how many leads were taken back, and how many are left */
  async finish(tx: Tx, importId: string, at: Instant): Promise<{ readonly undone: number; readonly kept: number }> {
    await this.erasures.finish(tx, importId, { at, suppressionsKept: 0 });
    return this.store.count(tx, importId);
  }

  private async end(
    { tx }: TransactionContext,
    cases: readonly LeadCase[],
    importId: string,
    work: UnitOfWork,
  ): Promise<void> {
    if (cases.length === 0) return;
    const closings = cases.flatMap(({ lead }) => lead.dispositionId ?? []);
    const formers = await this.dispositions.readMany(tx, closings);
    const open = groupBy(
      cases.filter(({ lead }) => lead.status === 'open'),
      ({ lead }) => lead.ownerId,
    );
    const rows = cases.flatMap((leadCase) => {
      const { dispositionId } = leadCase.lead;
      const former = dispositionId === null ? undefined : formers.get(dispositionId);
      return endForGood(work, leadCase, { former, attempts: 0 }, importId, work.actor) ?? [];
    });
    for (const [owner, theirs] of open) notifyOfLeads(work, owner, 'leads.closed', theirs, { reason: ERASED.reason });
    await this.dispositions.insertMany(tx, rows);
    await this.suppressing.liftOf(tx, work, closings, 'corrected');
    await this.lifecycle.save(tx, work);
    const leadIds = cases.map(({ subjectId }) => subjectId);
    await this.leads.freeExternalIds(tx, leadIds);
    // Last, so that it also erases what was saved just now.
    await this.erasures.count(
      tx,
      importId,
      await this.erasing.erase(tx, leadIds, { erasureId: importId, at: work.now }),
    );
  }
}
