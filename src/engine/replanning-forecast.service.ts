import { Injectable } from '@nestjs/common';
import { rulesOf } from '../clocks/kinds.js';
import type { DueDeparture } from '../clocks/rep-timers.store.js';
import { type ReplanningPart, ReplanningStore } from '../clocks/replanning.store.js';
import type { Directory } from '../directory/directory.js';
import type { Consequence } from '../documents/version.schema.js';
import { Holding } from '../lifecycle/clocks/holding.service.js';
import { PolicyAdoption } from '../lifecycle/clocks/policy-adoption.service.js';
import { planAnew } from '../lifecycle/clocks/replanning.js';
import { StormBreaker } from '../lifecycle/clocks/storm-breaker.service.js';
import { LeadAccounts } from '../lifecycle/lead-accounts.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService } from '../lifecycle/lifecycle.service.js';
import { movesAt } from '../lifecycle/routing/moves-by-breach.js';
import { RoutingDecisions } from '../lifecycle/routing/routing-decisions.service.js';
import { isReadToRoute, requestDuringAbsence, requestMove } from '../lifecycle/routing/routing-requests.js';
import type { OwnedSubject } from '../lifecycle/subject.js';
import { SubjectKinds } from '../lifecycle/subject-kinds.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Turns } from '../platform/running/turns.js';
import { Database } from '../platform/sql/database.js';
import { system } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import { portionsOf } from '../platform/values/group.js';
import { decide } from '../routing/deciding/decision.js';
import type { RoutingRequest } from '../routing/deciding/request.js';
import type { Roster } from '../routing/deciding/roster.js';
import { WorkingRoster } from '../routing/deciding/working-roster.js';
import type { Adoption } from '../sla/policy-news.js';
import type { StormForecast } from '../sla/storm.js';
import { DueLeadsStore } from './due-leads.store.js';
import { EffectTally, HELD, QUEUE } from './effect.js';
import { replannedIn } from './replanned.js';

/** Number of subjects that are read together. */
const BATCH_MAX = 1_000;
/** Number of leads that are dealt before other work has its turn. */
const DEALT_AT_ONCE = 100;

/** A part of the forecast, which is worked through batch by batch. */
type Task = { readonly part: ReplanningPart } | { readonly leaving: DueDeparture };

/** Creates forecasts, and holds what they are made with. */
@Injectable()
export class ReplanningForecasts {
  constructor(
    readonly database: Database,
    readonly store: ReplanningStore,
    readonly kinds: SubjectKinds,
    readonly leads: LeadCases,
    readonly dueLeads: DueLeadsStore,
    readonly lifecycle: LifecycleService,
    readonly adoption: PolicyAdoption,
    readonly routing: RoutingDecisions,
    readonly accounts: LeadAccounts,
    readonly holding: Holding,
    readonly breaker: StormBreaker,
    readonly time: TimeSource,
  ) {}

  /** @param directory as it would be after the change */
  begin(directory: Directory, parts: readonly ReplanningPart[], leaving: readonly DueDeparture[]): ReplanningForecast {
    // In the order of the change itself: first leads that go to others, because that ends the promises of their owners.
    return new ReplanningForecast(this, directory, [
      ...leaving.map((each) => ({ leaving: each })),
      ...parts.map((part) => ({ part })),
    ]);
  }
}

/**
 * Computes what a change of configuration would do to running clocks and leads, by the same functions that carry it
 * out. It writes nothing and keeps no other work waiting. It goes on batch by batch, as far as requested.
 */
export class ReplanningForecast {
  private readonly tally = new EffectTally();
  private readonly seen = new Set<string>();
  private readonly turns = new Turns();
  /** Leads that went to others because their owner leaves. */
  private readonly gone = new Set<string>();
  /** Undefined until a lead would move because of a miss. */
  private storm: StormForecast | null | undefined;
  private task = 0;
  private afterId: string | null = null;
  /** The staff when the first lead was dealt, and what has been dealt to them since. */
  private dealt: { readonly roster: Roster; readonly working: WorkingRoster } | undefined;

  constructor(
    private readonly by: ReplanningForecasts,
    private readonly directory: Directory,
    private readonly tasks: readonly Task[],
  ) {}

  get promises(): number {
    return this.tally.promises;
  }

  /** Number of promises and moves counted so far. */
  get size(): number {
    return this.tally.size;
  }

  get isDone(): boolean {
    return this.task >= this.tasks.length;
  }

  /** The share of the tasks that are done, however large each is. */
  get progress(): number {
    return this.task / this.tasks.length;
  }

  get consequence(): Consequence {
    return { clocks: this.promises, complete: this.isDone, effect: this.tally.read() };
  }

  /** Looks at one more batch. @returns whether there is another */
  async goOn(): Promise<boolean> {
    const task = this.tasks[this.task];
    if (task === undefined) return false;
    const ids = 'part' in task ? await this.replan(task.part) : await this.moveOut(task.leaving);
    if (ids.length === BATCH_MAX) this.afterId = ids.at(-1)!;
    else [this.task, this.afterId] = [this.task + 1, null];
    return !this.isDone;
  }

  private async replan(part: ReplanningPart): Promise<string[]> {
    const { database, store, kinds, lifecycle, time } = this.by;
    const ids = await store.readSubjects(database.reads, { ...part, afterId: this.afterId }, [], BATCH_MAX);
    const subjects: readonly OwnedSubject[] = await kinds.of(part.subjectType).look(database.reads, ids);
    const work = lifecycle.workOn(subjects, { directory: this.directory, now: time.now() }, system('sla'));
    if (part.adoption !== null) await this.adopt(work, part.adoption);
    const moving = await this.count(work, subjects);
    const free = await this.holdBack(work, moving);
    await this.deal(free, (leadCase) => requestMove(this.directory, leadCase));
    return ids;
  }

  /** @returns the leads that would move if what is overdue counted as missed, and when */
  private async count(work: UnitOfWork, subjects: readonly OwnedSubject[]): Promise<ReadonlyMap<LeadCase, Instant>> {
    const moving = new Map<LeadCase, Instant>();
    const subjectOf = new Map(subjects.map((subject) => [subject.subjectId, subject]));
    for (const { subjectId, data } of replannedIn(work)) {
      await this.turns.next();
      const subject = subjectOf.get(subjectId)!;
      const clock = subject.clocks.find(({ id }) => id === data.clockId)!;
      // A clock that an earlier part has re-planned is counted once.
      if (this.seen.has(clock.id)) continue;
      this.seen.add(clock.id);
      if (this.gone.has(subjectId) && rulesOf(clock).owedBy === 'owner') continue;
      const bare = planAnew(work, subject, { ...clock, graceFrom: null, graceAt: null, graceWhy: null });
      const isMissedAtOnce = clock.state === 'running' && bare.dueAt !== null && bare.dueAt <= work.now;
      this.tally.countPromise(clock.repId, isMissedAtOnce);
      if (!isMissedAtOnce || subject.subjectType !== 'lead') continue;
      const leadCase = subject as LeadCase;
      const at = movesAt(work, leadCase, clock as LeadCase['clocks'][number]);
      if (at !== null) moving.set(leadCase, Math.min(at, moving.get(leadCase) ?? at));
    }
    return moving;
  }

  /**
   * Leaves out, and counts, leads that a hold or the storm breaker would stop. @param moving leads, with when they
   * would move
   */
  private async holdBack(work: UnitOfWork, moving: ReadonlyMap<LeadCase, Instant>): Promise<LeadCase[]> {
    if (moving.size === 0) return [];
    const { database, holding, breaker } = this.by;
    const holdOn = await holding.on(database.reads, work, [...moving.keys()]);
    this.storm ??= await breaker.foresee(database.reads, this.directory, work.now);
    const soonest = [...moving].sort(([, one], [, other]) => one - other);
    const isFree = ([leadCase, at]: readonly [LeadCase, Instant]) =>
      holdOn(leadCase, at) === null && (leadCase.lead.test || this.storm?.admits(at) !== false);
    const free = soonest.filter(isFree).map(([leadCase]) => leadCase);
    const isOn = new Set(free);
    for (const leadCase of moving.keys()) if (!isOn.has(leadCase)) this.tally.countMove(leadCase.lead.ownerId!, HELD);
    return free;
  }

  private async moveOut({ repId, untouchedOnly }: DueDeparture): Promise<string[]> {
    const { database, dueLeads, leads } = this.by;
    const ids = await dueLeads.readOfRep(database.reads, repId, untouchedOnly, this.afterId, BATCH_MAX);
    const cases = await leads.look(database.reads, ids);
    const went = await this.deal(cases, (leadCase) => requestDuringAbsence(this.directory, leadCase));
    for (const { lead } of went) this.gone.add(lead.id);
    return ids;
  }

  /** @returns the leads that would go to another rep, or to the queue */
  private async deal(
    cases: readonly LeadCase[],
    requestOf: (leadCase: LeadCase) => RoutingRequest,
  ): Promise<LeadCase[]> {
    if (cases.length === 0) return [];
    const { database, leads, routing, accounts, time } = this.by;
    const questions = await accounts.routingQuestions(database.reads, this.directory);
    const unread = cases.filter((leadCase) => questions.accounts || isReadToRoute(this.directory, leadCase));
    await leads.readDocuments(database.reads, unread);
    await accounts.know(database.reads, unread, questions);
    if (this.dealt === undefined) {
      const roster = await routing.readRoster(database.reads, this.directory, time.now());
      this.dealt = { roster, working: new WorkingRoster(roster) };
    }
    const { roster, working } = this.dealt;
    const went: LeadCase[] = [];
    for (const few of portionsOf(cases, () => 1, DEALT_AT_ONCE)) {
      const { decisions } = decide(few.map(requestOf), roster, working);
      for (const [index, decision] of decisions.entries()) {
        if (decision.kind === 'retained') continue;
        const leadCase = few[index]!;
        this.tally.countMove(leadCase.lead.ownerId!, decision.kind === 'assigned' ? decision.repId : QUEUE);
        if (decision.kind !== 'stays') went.push(leadCase);
      }
      await this.turns.next();
    }
    return went;
  }

  /** Adopts the version that would be saved, which is not in the archive yet. */
  private async adopt(work: UnitOfWork, { policyId }: Adoption): Promise<void> {
    const policy = this.directory.content.policies.find(({ policy: { id } }) => id === policyId)!.policy;
    await this.by.adoption.adopt(this.by.database.reads, work, work.of('lead'), policy);
  }
}
