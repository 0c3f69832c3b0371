import { decided, isUntouched, takeOver } from './cadence.js';
import { stand, tellStanding } from './pausing.js';
import {
  type Action,
  type Clock,
  chainOf,
  type Hold,
  isDone,
  type Kind,
  type Policy,
  type Window,
  warningsOf,
  windowOf,
} from './promise.js';
import { REPS } from './story.js';
import type { Milestone, Touch } from './touching.js';
import { OpenTime, type Stretch, type Week } from './working-hours.js';

/** What a lead knows of the desk where it is worked on. */
export interface Surroundings {
  readonly week: Week;
  readonly policy: Policy;
  /** When somebody was, is or will be away. */
  awayOf(rep: number): readonly Stretch[];
  holdAt(now: number): Hold | undefined;
  /** Whose turn it is among those who can take a lead: routing decides, and the model is told. */
  chooses(lead: string, among: readonly number[], at: number): number;
}

export interface Happening {
  readonly at: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Who had a lead, and since when. */
interface Tenure {
  readonly rep: number;
  readonly from: number;
  readonly cause: Cause;
}

/** Its first owner is named, and has it from no pool; every later one has it from the pool, or has back what they had. */
function isOfPool(tenures: readonly Tenure[]): boolean {
  const { rep, cause } = tenures.at(-1)!;
  if (cause !== 'undone') return cause !== 'given';
  const before = tenures.slice(0, -1);
  return isOfPool(before.slice(0, before.findLastIndex((former) => former.rep === rep) + 1));
}

/** Why somebody has it: they got it first, because of a miss, because somebody went away, or because a move was undone. */
export type Cause = 'given' | 'breach' | 'absence' | 'undone';

const WORK = ['untouched', 'attempting', 'connected', 'qualified'] as const;
export type Work = (typeof WORK)[number];

/** What has happened to a lead, for whoever asks how it would be had something not. */
export type Page = { readonly at: number } & (
  | { readonly what: 'tenure'; readonly rep: number; readonly cause: Cause }
  | { readonly what: 'missed'; readonly clock: Clock }
  /** The step behind a missed one was begun, if there was one. */
  | { readonly what: 'wentOn'; readonly clock: Clock }
  | { readonly what: 'touch'; readonly touch: Touch }
  | { readonly what: 'milestone'; readonly milestone: Milestone }
  | { readonly what: 'policy'; readonly policy: Policy }
);

/** A lead, as it has to be by the contract. */
export class ModelLead {
  readonly clocks: Clock[] = [];
  readonly happened: Happening[] = [];
  readonly tenures: Tenure[] = [];
  readonly touches: Touch[] = [];
  readonly milestones: Milestone[] = [];
  /** Everything that has happened to it, in its order. */
  readonly diary: Page[] = [];
  /** Misses that were none. */
  readonly unmissed = new Set<Page>();
  /** Whose deadlines stay for a moment what they were. */
  readonly fixed = new Set<Clock>();
  readonly pauses: { readonly from: number; to: number }[] = [];
  work: Work = 'untouched';
  status: 'open' | 'lost' | 'won' = 'open';
  closedAt: number | null = null;
  deal: 'open' | 'won' | null = null;
  /** Since when it is to move, and nobody else can take it. */
  waitingSince: number | null = null;
  moves = 0;
  /** Because of misses. */
  readonly movedAt: number[] = [];
  policy: Policy;

  constructor(
    readonly name: string,
    readonly receivedAt: number,
    readonly desk: Surroundings,
  ) {
    this.policy = desk.policy;
  }

  get owner(): number {
    return this.tenures.at(-1)!.rep;
  }

  get isWaiting(): boolean {
    return this.waitingSince !== null;
  }

  get isOpen(): boolean {
    return this.status === 'open';
  }

  arrive(owner: number, now: number): void {
    this.tell(now, 'lead.received');
    this.tenures.push({ rep: owner, from: now, cause: 'given' });
    this.diary.push(
      { what: 'policy', policy: this.policy, at: now },
      { what: 'tenure', rep: owner, cause: 'given', at: now },
    );
    this.tell(now, 'lead.assigned', { to: REPS[owner] });
    this.begin('firstTouch', now);
    this.begin('leadResponse', now);
  }

  tell(at: number, type: string, data: Happening['data'] = {}): void {
    this.happened.push({ at, type, data });
  }

  /** What is found out anew is no news. */
  silently(work: () => void): void {
    const told = this.happened.length;
    work();
    this.happened.length = told;
  }

  tellOf(at: number, type: string, clock: Clock, data: Happening['data'] = {}): void {
    const { kind, step, rep } = clock;
    const { due } = this.windowOf(clock);
    this.tell(at, type, { kind, ...(step !== null && { step }), rep: rep === null ? null : REPS[rep], due, ...data });
  }

  begin(kind: Kind, now: number): void {
    this.add(this.make(kind, now), now);
  }

  /** A promise that would count from an instant. */
  make(kind: Kind, start: number, { step = null, wait = null }: Partial<Pick<Clock, 'step' | 'wait'>> = {}): Clock {
    const { policy } = this;
    const isCompany = kind === 'leadResponse';
    const clock: Clock = {
      kind,
      rep: isCompany ? null : this.owner,
      tenure: isCompany ? null : this.tenures.length - 1,
      step,
      start,
      policy,
      wait,
      within: null,
      state: 'running',
      metAt: null,
      breachedAt: null,
      struckMiss: null,
      endedAt: null,
      endReason: null,
      warned: 0,
      done: new Set(),
      isQuiet: false,
      quietUntil: Number.NEGATIVE_INFINITY,
      grace: null,
      paused: null,
      untold: null,
      held: null,
      begunOn: this.diary.length,
      window: { opens: null, due: null },
    };
    clock.within = this.promisedBy(policy, clock);
    return clock;
  }

  add(clock: Clock, now: number): void {
    this.clocks.push(clock);
    stand(this, clock, now);
    this.tellOf(now, 'sla.started', clock);
    if (clock.paused !== null) tellStanding(this, clock, now);
  }

  /** How long a policy gives for what a clock is about. */
  promisedBy({ within, afterHours, leadWithin, steps, decideWithin }: Policy, clock: Clock): number | null {
    switch (clock.kind) {
      case 'firstTouch':
        return afterHours !== null && !this.timeOf(clock).isOpenAt(clock.start) ? afterHours : within;
      case 'leadResponse':
        return leadWithin;
      case 'followUp':
        return steps[clock.step! - 1]?.within ?? null;
      case 'decide':
        return decideWithin;
    }
  }

  /** In which a promise counts: the calendar, and for what somebody owes, without the time they are away. */
  timeOf({ rep, policy }: Clock): OpenTime {
    if (policy.time === 'elapsed') return new OpenTime(null);
    return new OpenTime(this.desk.week, rep === null ? [] : this.desk.awayOf(rep));
  }

  /** In which what follows a miss is counted, whoever is away. */
  chainTimeOf({ policy }: Clock): OpenTime {
    return new OpenTime(policy.time === 'elapsed' ? null : this.desk.week);
  }

  /** What somebody pauses by hand is what the owner owes. */
  pausesOf({ rep }: Clock): readonly Stretch[] {
    return rep === null ? [] : this.pauses;
  }

  /** Of a promise that has ended, what it was in the end. */
  windowOf(clock: Clock): Window {
    if (clock.state === 'running' && !this.fixed.has(clock))
      clock.window = windowOf(clock, this.timeOf(clock), this.pausesOf(clock));
    return clock.window;
  }

  /** The pause that it is in. */
  pauseAt(now: number): { readonly from: number; to: number } | undefined {
    return this.pauses.find(({ from, to }) => from <= now && now < to);
  }

  isMissedBy(clock: Clock, now: number): boolean {
    const { due } = this.windowOf(clock);
    return due !== null && due <= now;
  }

  /** What follows the miss of a clock and has not been done, with when it is. */
  toFollow(clock: Clock): { action: Action; index: number; at: number }[] {
    if (clock.state !== 'breached' || clock.isQuiet) return [];
    const time = this.chainTimeOf(clock);
    return chainOf(clock)
      .map((action, index) => ({ action, index, at: this.timeOfAction(clock, action, time) }))
      .filter(({ action, index }) => isDone(action, clock.policy) && !clock.done.has(index))
      .sort((a, b) => a.at - b.at);
  }

  private timeOfAction(clock: Clock, { after }: Action, time: OpenTime): number {
    const at = after === 0 ? clock.breachedAt! : time.after(clock.breachedAt!, after);
    return Math.max(at, clock.quietUntil);
  }

  warningsOf(clock: Clock) {
    return warningsOf(clock, this.timeOf(clock), this.pausesOf(clock)).slice(clock.warned);
  }

  breach(clock: Clock, now: number): void {
    this.windowOf(clock);
    Object.assign(clock, { state: 'breached', breachedAt: now, endedAt: now, paused: null, untold: null });
    this.diary.push({ what: 'missed', clock, at: now });
    const undone = chainOf(clock).filter((action) => !isDone(action, clock.policy));
    this.tellOf(now, 'sla.breached', clock, {
      ...(clock.policy.mode !== 'enforce' && { wouldHave: undone.map((action) => action.do) }),
    });
  }

  /** What it has been missed by so far was none. */
  unmiss(clock: Clock): void {
    for (const page of this.diary) if (page.what === 'missed' && page.clock === clock) this.unmissed.add(page);
  }

  cancel(clock: Clock, reason: string, now: number): void {
    this.windowOf(clock);
    Object.assign(clock, { state: 'cancelled', endedAt: now, endReason: reason, paused: null, untold: null });
    this.tellOf(now, 'sla.cancelled', clock, { reason });
  }

  /** What has been missed by then is missed, whether anybody has seen it or not. */
  end(clock: Clock, reason: string, now: number): void {
    if (this.isMissedBy(clock, now)) this.breach(clock, now);
    else this.cancel(clock, reason, now);
  }

  lose(now: number): void {
    decided(this, { at: now, recordedAt: now });
    this.close('lost', now);
    this.tell(now, 'lead.disposed');
  }

  /** With its deal, where it has one. */
  win(now: number): void {
    this.close('won', now);
    if (this.deal !== null) this.deal = 'won';
  }

  private close(status: 'lost' | 'won', now: number): void {
    for (const clock of this.clocks) {
      if (clock.state === 'running') this.end(clock, 'closed', now);
      clock.isQuiet = true;
    }
    const running = this.pauseAt(now);
    if (running !== undefined) running.to = now;
    this.status = status;
    this.closedAt = now;
    this.waitingSince = null;
  }

  /** Somebody else has it from now on. What they owe begins; what the former owner owed ends. */
  giveTo(rep: number, now: number, cause: Cause): void {
    const from = this.owner;
    const wasOfPool = isOfPool(this.tenures);
    const left = this.clocks.filter(({ state, rep: whose }) => state === 'running' && whose !== null);
    for (const clock of left) this.end(clock, 'reassigned', now);
    this.tenures.push({ rep, from: now, cause });
    this.diary.push({ what: 'tenure', rep, cause, at: now });
    this.waitingSince = null;
    this.tell(now, 'lead.reassigned', { from: REPS[from], to: REPS[rep] });
    this.beginTenure(cause, now);
    if (isOfPool(this.tenures) !== wasOfPool) this.leaveHolds();
  }

  /** A hold may be on its former pool: what waits for one is looked at once more. */
  private leaveHolds(): void {
    for (const clock of this.clocks)
      if (clock.held !== null) clock.held = { ...clock.held, at: Number.NEGATIVE_INFINITY };
  }

  /** What was begun before, or a first touch; whoever has it back owes none where there was one. */
  protected beginTenure(cause: Cause, now: number): void {
    if (takeOver(this, now) || (cause === 'undone' && !isUntouched(this))) return;
    this.begin('firstTouch', now);
  }

  /** Nobody is told any more of what owners have missed. */
  hushOwners(): void {
    for (const clock of this.clocks) if (clock.state === 'breached' && clock.rep !== null) clock.isQuiet = true;
  }
}
