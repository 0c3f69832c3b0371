import { goOnAfterMiss, owesFirstTouch, resumeCadence, wasNeverOwed } from './cadence.js';
import { isPromised } from './changing.js';
import { requestDecision } from './deciding.js';
import type { Page, Tenure } from './diary.js';
import { acceptance } from './handing-over.js';
import { ModelLead } from './model-lead.js';
import { beginTenure } from './moving.js';
import type { Clock, Policy } from './promise.js';
import { isPresent, staysOf } from './standing.js';
import { conclude, follow, judge, type Milestone, type Touch } from './touching.js';

export type LeftOut = Touch | Milestone | 'requests';

/**
 * A lead as it would be if a touch or milestone had never been reported, derived page by page from its diary. It keeps
 * the owners and the misses that were found, and the original clocks where they exist.
 */
export class AnotherLife extends ModelLead {
  /** Maps each clock of this life to the original clock. */
  readonly made = new Map<Clock, Clock>();
  private page = 0;

  constructor(
    private readonly real: ModelLead,
    private readonly again: ReadonlyMap<Clock, Clock>,
  ) {
    super(real.name, real.receivedAt, real.desk, real.handsOver);
    this.pauses.push(...real.pauses);
  }

  /**
   * @param without the touch, the milestone or the requests of decisions to leave out; null for the life as it really was
   * @param again clocks that are not missed in this life, with the clocks that replace them
   */
  static of(real: ModelLead, without: LeftOut | null, again: ReadonlyMap<Clock, Clock> = new Map()): AnotherLife {
    const life = new AnotherLife(real, again);
    for (const [number, page] of real.diary.entries()) {
      life.page = number;
      if ((without === null || !isOf(page, without)) && !isTakenBack(page) && !life.isUnmissed(page)) life.live(page);
    }
    return life;
  }

  /** The counterpart of an original clock in this life, or undefined if it was never owed. */
  fateOf(clock: Clock): Clock | undefined {
    return [...this.made].find(([, made]) => made === clock)?.[0];
  }

  override add(clock: Clock, now: number): void {
    const made = this.madeOf(clock, now);
    if (made === undefined) {
      super.add(clock, now);
      return;
    }
    const { start, wait, after, within, policy, ...as } = this.again.get(made) ?? made;
    const window = this.again.has(made) ? as.window : this.real.windowOf(made);
    const same = { ...clock, start, wait, after, within, policy, window: { ...window } };
    this.made.set(same, made);
    this.fixed.add(same);
    super.add(same, now);
  }

  private isUnmissed(page: Page): boolean {
    return this.real.unmissed.has(page) || (page.what === 'missed' && this.again.has(page.clock));
  }

  private live(page: Page): void {
    switch (page.what) {
      case 'tenure':
        this.give(page.tenure);
        return;
      case 'requested':
        requestDecision(this, page.at);
        return;
      case 'restarted':
        if (!owesFirstTouch(this)) this.add(this.make('firstTouch', page.at, { isRestart: true }), page.at);
        return;
      case 'touch':
        follow(this, page.touch);
        return;
      case 'milestone':
        conclude(this, page.milestone);
        return;
      case 'accepted':
        this.accept(page.clock, page.at);
        return;
      case 'policy':
        this.get(page.policy, page.at);
        return;
      case 'missed':
        this.miss(page.clock, page.at);
        return;
      case 'wentOn':
        this.goOn(page.clock, page.at);
        return;
    }
  }

  private give(tenure: Tenure): void {
    const { cause, from: at } = tenure;
    for (const clock of this.clocks)
      if (clock.state === 'running' && clock.rep !== null) this.cancel(clock, 'reassigned', at);
    // Only the undoing of enforcement ends the chains of misses.
    if (cause === 'undone' && staysOf(this).at(-1)!.tenure.cause === 'breach') this.hushOwners();
    this.tenures.push(tenure);
    if (tenure.rep === null) return;
    const place = this.tenures.length - 1;
    const resumed = this.real.clocks.filter((clock) => clock.tenure === place && this.formerOf(clock) !== undefined);
    // What should never have begun does not go on, and the owner owes what they had missed before it.
    const goingOn = resumed.filter((clock) => this.fateOf(this.formerOf(clock)!) !== undefined);
    if (place === 0) {
      this.beginCycle(at);
    } else if (goingOn.length > 0) {
      for (const clock of goingOn) this.add(this.make(clock.kind, clock.start, clock), at);
    } else if (resumed.length === 0 || !this.clocks.some((clock) => this.isStillMissed(clock))) {
      beginTenure(this, cause, at);
    }
    // Whether it has to be accepted does not depend on what is reported.
    const handedOver = this.real.clocks.find((clock) => clock.kind === 'accept' && clock.tenure === place);
    if (handedOver !== undefined) this.add(acceptance(this, handedOver.within!, handedOver.start), at);
  }

  private isStillMissed({ kind, state, metAt, tenure }: Clock): boolean {
    const isOwners = kind !== 'accept' && tenure !== null && isPresent(this, tenure);
    return isOwners && state === 'breached' && metAt === null;
  }

  /** The original clock of an earlier tenure of the same owner that goes on as this one. */
  private formerOf(clock: Clock): Clock | undefined {
    const { kind, step, start, rep, tenure } = clock;
    if (kind === 'accept') return undefined;
    const before = this.real.clocks.slice(0, this.real.clocks.indexOf(clock));
    return before.find(
      (each) =>
        each.kind === kind && each.step === step && each.start === start && each.rep === rep && each.tenure !== tenure,
    );
  }

  private accept(real: Clock, at: number): void {
    const clock = this.fateOf(real);
    if (clock?.state === 'running') judge(this, clock, { at, recordedAt: at });
  }

  private get(policy: Policy, at: number): void {
    this.policy = policy;
    for (const clock of this.clocks)
      if (clock.state === 'running' && !isPromised(clock, policy)) this.cancel(clock, 'policyChanged', at);
    resumeCadence(this, at);
  }

  /** The diary records what followed the miss, except if the omitted touch or milestone found it. */
  private miss(real: Clock, at: number): void {
    const clock = this.fateOf(real);
    if (clock?.state !== 'running') return;
    this.breach(clock, at);
    const { diary } = this.real;
    const isTold = diary.some((page) => page.what === 'wentOn' && page.clock === real);
    const hasMoved = diary.some((page) => page.what === 'tenure' && page.at === at);
    if (clock.kind === 'followUp' && !isTold && !hasMoved) goOnAfterMiss(this, clock, at);
  }

  private goOn(real: Clock, at: number): void {
    const clock = this.fateOf(real);
    if (clock?.state === 'breached') goOnAfterMiss(this, clock, at);
  }

  /** The original clock that began on this page, else at that instant, else the first that matches. */
  private madeOf({ kind, step, tenure, start }: Clock, now: number): Clock | undefined {
    const taken = new Set(this.made.values());
    const might = this.real.clocks.filter(
      (clock) =>
        clock.kind === kind &&
        clock.step === step &&
        clock.tenure === tenure &&
        (this.again.has(clock) || clock.endedAt === null || clock.endedAt >= now) &&
        !wasNeverOwed(clock.endReason) &&
        !taken.has(clock),
    );
    return (
      might.find(({ begunOn }) => begunOn === this.page + 1) ??
      might.find((clock) => clock.start === start || clock.start === now) ??
      might[0]
    );
  }
}

function isOf(page: Page, told: LeftOut): boolean {
  if (told === 'requests') return page.what === 'requested';
  return (page.what === 'touch' && page.touch === told) || (page.what === 'milestone' && page.milestone === told);
}

function isTakenBack(page: Page): boolean {
  if (page.what === 'requested') return page.isWithdrawn;
  return (page.what === 'touch' && page.touch.isVoided) || (page.what === 'milestone' && page.milestone.isReversed);
}
