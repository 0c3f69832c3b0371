import { Injectable } from '@nestjs/common';
import { type Adoption, type ReplanningPart, ReplanningStore } from '../clocks/replanning.store.js';
import type { Consequence } from '../configuration/configuration.service.js';
import type { Directory } from '../directory/directory.js';
import { LifecycleService } from '../lifecycle/lifecycle.service.js';
import { PolicyAdoption } from '../lifecycle/policy-adoption.service.js';
import type { OwnedSubject } from '../lifecycle/subject.js';
import { SubjectKinds } from '../lifecycle/subject-kinds.service.js';
import { system } from '../platform/actor.js';
import { Database } from '../platform/database.js';
import { TimeSource } from '../platform/time-source.js';
import { Turns } from '../platform/turns.js';
import { countReplanned } from './replanned.js';

/** Subjects that are looked at together. */
const BATCH_MAX = 1_000;

/** What a change of configuration would make of running clocks, by the very functions that do it. Nothing is written, and nobody waits. */
@Injectable()
export class ReplanningForecast {
  constructor(
    private readonly database: Database,
    private readonly store: ReplanningStore,
    private readonly kinds: SubjectKinds,
    private readonly lifecycle: LifecycleService,
    private readonly adoption: PolicyAdoption,
    private readonly time: TimeSource,
  ) {}

  /** @param directory as it would be */
  async foresee(directory: Directory, parts: readonly ReplanningPart[]): Promise<Consequence> {
    let clocks = 0;
    for (const part of parts) clocks += await this.count(directory, part);
    return { clocks, complete: true };
  }

  private async count(directory: Directory, part: ReplanningPart): Promise<number> {
    const { reads } = this.database;
    const turns = new Turns();
    let clocks = 0;
    for (let afterId: string | null = null; ; ) {
      const ids: string[] = await this.store.readSubjects(reads, { ...part, afterId }, [], BATCH_MAX);
      const subjects: readonly OwnedSubject[] = await this.kinds.of(part.subjectType).look(reads, ids);
      const work = this.lifecycle.workOn(subjects, { directory, now: this.time.now() }, system('sla'));
      if (part.adoption !== null) await this.adopt(directory, work, part.adoption);
      clocks += countReplanned(work);
      if (ids.length < BATCH_MAX) return clocks;
      afterId = ids.at(-1)!;
      await turns.next();
    }
  }

  /** By the version that would be saved, which is in no archive yet. */
  private async adopt(
    directory: Directory,
    work: ReturnType<LifecycleService['workOn']>,
    { policyId }: Adoption,
  ): Promise<void> {
    const policy = directory.content.policies.find(({ policy: { id } }) => id === policyId)!.policy;
    await this.adoption.adopt(this.database.reads, work, work.of('lead'), policy);
  }
}
