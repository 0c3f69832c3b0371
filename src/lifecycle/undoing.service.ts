import { Injectable } from '@nestjs/common';
import { ActivityStore, type Worked } from '../leads/activity.store.js';
import type { Actor } from '../platform/actor.js';
import type { Sql } from '../platform/database.js';
import { Database } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import type { Instant, Interval } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import type { LeadCase } from './lead-case.js';
import { LeadCases } from './lead-cases.service.js';
import { LifecycleService, type Scene } from './lifecycle.service.js';
import { Router } from './router.service.js';
import { giveBack, tellOfUndoings, type Undoing, undoingOf, workIn } from './undoing.js';

/** Who waits for one of these leads waits for no more than that. */
const BATCH_MAX = 500;

/** Takes moves by breach back, or says what that would do. */
@Injectable()
export class UndoingService {
  constructor(
    private readonly database: Database,
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly router: Router,
    private readonly time: TimeSource,
  ) {}

  /** Changes nothing. */
  async foresee(leadIds: readonly string[], span: Interval, directory: Scene['directory']): Promise<Undoing[]> {
    const now = this.time.now();
    const foreseen: Undoing[] = [];
    for (let from = 0; from < leadIds.length; from += BATCH_MAX) {
      const cases = await this.cases.look(this.database.reads, leadIds.slice(from, from + BATCH_MAX));
      foreseen.push(...(await this.judge(this.database.reads, cases, span, { directory, now })));
    }
    return foreseen;
  }

  /** Batch by batch, each in a transaction of its own: what is done by then stays done. */
  async undo(leadIds: readonly string[], span: Interval, actor: Actor): Promise<Undoing[]> {
    const undoings: Undoing[] = [];
    const left = new Set(leadIds);
    while (left.size > 0) {
      const some = [...left].slice(0, BATCH_MAX);
      const { opened, judged } = await this.lifecycle.perform((scene) => this.undoSome(scene, some, span, actor));
      for (const id of opened) left.delete(id);
      // What a lead no longer is cannot be opened.
      if (opened.length === 0) for (const id of some) left.delete(id);
      undoings.push(...judged);
    }
    return undoings.sort((a, b) => (a.leadId < b.leadId ? -1 : 1));
  }

  private async undoSome(scene: Scene, ids: readonly string[], span: Interval, actor: Actor) {
    const { tx, directory } = scene;
    const cases = await this.cases.openFreeOrFirst(tx, ids, { withDocuments: false });
    const work = this.lifecycle.workOn(cases, scene, actor);
    work.advanceTo(await this.router.lock(tx));
    const judged = await this.judge(tx, cases, span, { directory, now: work.now });
    const back = judged.filter(({ left }) => left === null);
    const byId = new Map(cases.map((leadCase) => [leadCase.lead.id, leadCase]));
    for (const undoing of back) giveBack(work, byId.get(undoing.leadId)!, undoing);
    tellOfUndoings(work, back);
    await this.lifecycle.save(tx, work);
    return { opened: cases.map(({ lead }) => lead.id), judged };
  }

  private async judge(
    sql: Sql,
    cases: readonly LeadCase[],
    span: Interval,
    { directory, now }: { directory: Scene['directory']; now: Instant },
  ): Promise<Undoing[]> {
    const ids = cases.map(({ lead }) => lead.id);
    const worked = groupBy(await this.activity.readWorked(sql, ids, span.from), ({ leadId }: Worked) => leadId);
    return cases.flatMap((leadCase) => {
      const { lead, tenures } = leadCase;
      const moved = { lead, tenures, worked: [...(worked.get(lead.id) ?? []), ...workIn(leadCase)] };
      return undoingOf(moved, span, directory, now) ?? [];
    });
  }
}
