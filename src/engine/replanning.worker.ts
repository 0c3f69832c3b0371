import { Injectable, Logger } from '@nestjs/common';
import { type ReplanningProgress, ReplanningStore } from '../clocks/replanning.store.js';
import { PolicyAdoption } from '../lifecycle/clocks/policy-adoption.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { OwnedSubject } from '../lifecycle/subject.js';
import { SubjectKinds } from '../lifecycle/subject-kinds.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import { BatchSize, isolateFailing } from '../platform/sql/isolate-failing.js';
import { system } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import { PolicyArchive } from '../sla/policy.store.js';
import type { Adoption } from '../sla/policy-news.js';
import type { SubjectRef } from '../vocabulary/subjects.js';
import { replannedIn } from './replanned.js';
import { SetAside } from './set-aside.js';
import type { Worker } from './worker.js';

/** Limits how long other work waits for a subject: no longer than such a batch takes. */
const BATCH_MAX = 500;
/** Pause before the next look if another transaction had locked a subject. */
const AGAIN_MS = 50;

/**
 * Re-plans, batch by batch, clocks that a change of working time has outdated. Work that acts on such a clock does not
 * wait for it.
 */
@Injectable()
export class ReplanningWorker implements Worker {
  readonly serves = ['replanning'] as const;
  private readonly logger = new Logger('replanning');
  private readonly batchSize = new BatchSize(BATCH_MAX);

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly kinds: SubjectKinds,
    private readonly store: ReplanningStore,
    private readonly adoption: PolicyAdoption,
    private readonly archive: PolicyArchive,
    private readonly spoilt: SetAside,
    private readonly time: TimeSource,
  ) {}

  /** Handles one batch of the oldest change that no other node is working on. @returns whether there was one */
  round(): Promise<boolean> {
    return isolateFailing<SubjectRef, boolean>(
      this.batchSize,
      (limit, claimed) =>
        this.lifecycle.performDue(async (context) => {
          const replanning = await this.store.claimDue(context.tx, context.now);
          if (replanning !== undefined) await this.workOff(context, replanning, limit, claimed);
          return replanning !== undefined;
        }),
      async ({ subjectType, subjectId }, cause) => {
        this.spoilt.add(subjectId, this.time.now(), cause);
        this.logger.error(
          `The ${subjectType} ${subjectId} cannot be re-planned and is set aside for a minute: ${whyOf(cause)}`,
        );
        return true;
      },
    );
  }

  private async workOff(
    context: TransactionContext,
    replanning: ReplanningProgress,
    limit: number,
    claimed: (subjects: readonly SubjectRef[]) => void,
  ): Promise<void> {
    const { tx, now } = context;
    const resting = this.spoilt.at(now);
    const ids = await this.store.readSubjects(tx, replanning, resting, limit);
    const { subjectType } = replanning;
    claimed(ids.map((subjectId) => ({ subjectType, subjectId })));
    const subjects: OwnedSubject[] = await this.kinds.of(subjectType).openFree(tx, ids);
    // Subjects are re-planned when they are opened for work: if only hours have changed, there is nothing else to do.
    const work = this.lifecycle.workOn(subjects, context, system('sla'));
    if (replanning.adoption !== null) await this.adopt(context, work, subjects as LeadCase[], replanning.adoption);
    const moved = replannedIn(work).length;
    await this.lifecycle.save(tx, work);

    const passedOver = replanning.passedOver || subjects.length < ids.length;
    const again = passedOver ? now + AGAIN_MS : this.whenRested(resting);
    const { id } = replanning;
    if (ids.length === limit) await this.store.goOn(tx, id, { afterId: ids.at(-1)!, passedOver, at: now, moved });
    else if (again === null) await this.store.finish(tx, id, now, moved);
    else await this.store.goOn(tx, id, { afterId: null, passedOver: false, at: again, moved });
  }

  private async adopt(
    { tx }: TransactionContext,
    work: UnitOfWork,
    leadCases: readonly LeadCase[],
    version: Adoption,
  ): Promise<void> {
    const policy = (await this.archive.load(tx, [version]))(version)!;
    await this.adoption.adopt(tx, work, leadCases, policy);
  }

  private whenRested(resting: readonly string[]): Instant | null {
    return resting.length === 0 ? null : this.spoilt.nextAt;
  }
}
