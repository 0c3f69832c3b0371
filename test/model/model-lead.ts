import type { Deal } from './dealing.js';
import { decide } from './deciding.js';
import type { Happening, Page, Surroundings, Tenure, Work } from './diary.js';
import { causeInWords } from './moving.js';
import { recordStanding, stand } from './pausing.js';
import {
  type Action,
  type Clock,
  chainOf,
  isDone,
  type Kind,
  type Policy,
  promisedBy,
  unended,
  type Window,
  warningsOf,
  windowOf,
} from './promise.js';
import { type Consent, POOLS, type Pool, REPS } from './story.js';
import type { Milestone, Touch } from './touching.js';
import { OpenTime, type Stretch } from './working-hours.js';

/** How a person has closed a lead. */
export type ClosedAs = 'lost' | 'fraud' | 'nurturing' | 'suppressed';

/** What a lead itself consents to, the leads that are merged into it, and the one into which it is merged itself. */
interface Joined {
  consent: Consent;
  readonly leads: Set<ModelLead>;
  into: ModelLead | null;
}

/** The state of a lead in one cycle, as the contract prescribes it. */
export class ModelLead {
  readonly clocks: Clock[] = [];
  readonly happened: Happening[];
  /** The further forms of its person, and whether they joined it while it was open. */
  readonly forms: { readonly at: number; readonly hasJoined: boolean }[];
  readonly deals: Deal[];
  readonly joined: Joined;
  readonly tenures: Tenure[] = [];
  readonly touches: Touch[] = [];
  /** Touches that were reported while it was closed. */
  readonly meanwhile: Touch[] = [];
  readonly milestones: Milestone[] = [];
  readonly diary: Page[] = [];
  /** Entries of misses that were corrected. */
  readonly unmissed = new Set<Page>();
  /** Clocks whose window is not recalculated for the moment. */
  readonly fixed = new Set<Clock>();
  readonly pauses: { readonly from: number; to: number }[] = [];
  work: Work = 'untouched';
  status: 'open' | ClosedAs | 'won' | 'over' = 'open';
  closedAt: number | null = null;
  /** Whether somebody has to decide about it because its deal was lost. */
  isDecisionPending = false;
  /** How soon each owner has to accept it, once it was handed over. */
  acceptWithin: number | null = null;
  /** The instant since when it waits to move because no other rep can take it. */
  waitingSince: number | null = null;
  moves = 0;
  /** The instants of moves because of misses. */
  readonly movedAt: number[] = [];
  policy: Policy;

  constructor(
    readonly name: string,
    readonly receivedAt: number,
    readonly desk: Surroundings,
    readonly handsOver: boolean,
    /** Its cycle before, which is over. */
    readonly former: ModelLead | null = null,
  ) {
    this.policy = desk.policy;
    this.happened = former?.happened ?? [];
    this.forms = former?.forms ?? [];
    this.deals = former?.deals ?? [];
    this.joined = former?.joined ?? { consent: null, leads: new Set(), into: null };
  }

  /** Null while it waits in the queue. */
  get owner(): number | null {
    return this.tenures.at(-1)!.rep;
  }

  get pool(): Pool | null {
    return this.tenures.at(-1)!.pool;
  }

  /** The reps among whom it moves. */
  get members(): readonly number[] {
    return POOLS[this.pool ?? 'team'];
  }

  /** Whether its cycle began because of a deal, so that nobody owes a first touch. */
  get isOfDeal(): boolean {
    return this.tenures[0]!.cause === 'deal';
  }

  get isWaiting(): boolean {
    return this.waitingSince !== null;
  }

  get isOpen(): boolean {
    return this.status === 'open';
  }

  /** @param tenure of the rep whom the sender names, or to whom the rules deal it */
  arrive(tenure: Omit<Tenure, 'from' | 'rep'> & { readonly rep: number }, now: number): void {
    this.record(now, 'lead.received');
    this.enter({ ...tenure, from: now });
  }

  /** Begins its cycle with an owner. */
  enter(tenure: Tenure & { readonly rep: number }): void {
    const { rep, from: now, cause } = tenure;
    this.tenures.push(tenure);
    this.diary.push({ what: 'policy', policy: this.policy, at: now }, { what: 'tenure', tenure, at: now });
    this.record(now, 'lead.assigned', { to: REPS[rep], cause: causeInWords(cause) });
    this.beginCycle(now);
  }

  /** Somebody sells already to the person of a lead that opens because of its deal. */
  beginCycle(now: number): void {
    if (this.isOfDeal) {
      this.work = 'qualified';
      return;
    }
    this.begin('firstTouch', now);
    this.begin('leadResponse', now);
  }

  record(at: number, type: string, data: Happening['data'] = {}): void {
    this.happened.push({ at, type, data });
  }

  /** Runs work without recording events. */
  silently(work: () => void): void {
    const told = this.happened.length;
    work();
    this.happened.length = told;
  }

  recordClock(at: number, type: string, clock: Clock, data: Happening['data'] = {}): void {
    const { kind, step, rep } = clock;
    const { due } = this.windowOf(clock);
    this.record(at, type, { kind, ...(step !== null && { step }), rep: rep === null ? null : REPS[rep], due, ...data });
  }

  begin(kind: Kind, now: number): void {
    this.add(this.make(kind, now), now);
  }

  make(
    kind: Kind,
    start: number,
    {
      step = null,
      wait = null,
      after = null,
      isRestart = false,
    }: Partial<Pick<Clock, 'step' | 'wait' | 'after' | 'isRestart'>> = {},
  ): Clock {
    const { policy } = this;
    const isCompany = kind === 'leadResponse';
    const clock: Clock = {
      kind,
      rep: isCompany ? null : this.owner,
      tenure: isCompany ? null : this.tenures.length - 1,
      step,
      start,
      isRestart,
      policy,
      wait,
      after: after !== null && after > start ? after : null,
      within: null,
      ...unended(),
      struckMiss: null,
      grace: null,
      paused: null,
      untold: null,
      begunOn: this.diary.length,
      window: { opens: null, due: null },
    };
    clock.within = this.promisedBy(policy, clock);
    return clock;
  }

  add(clock: Clock, now: number): void {
    this.clocks.push(clock);
    stand(this, clock, now);
    this.recordClock(now, 'sla.started', clock);
    if (clock.paused !== null) recordStanding(this, clock, now);
  }

  /** The time that a policy grants for a clock, or null if it has none. */
  promisedBy(policy: Policy, clock: Clock): number | null {
    return promisedBy(policy, clock, (at) => this.timeOf(clock).isOpenAt(at));
  }

  /** The time in which a clock counts: the calendar, for a rep's clock without their absences. */
  timeOf({ rep, policy }: Pick<Clock, 'rep' | 'policy'>): OpenTime {
    if (policy.time === 'elapsed') return new OpenTime(null);
    return new OpenTime(this.desk.week, rep === null ? [] : this.desk.awayOf(rep));
  }

  /** The time in which the promises of its owner count. */
  get ownersTime(): OpenTime {
    return this.timeOf({ rep: this.owner, policy: this.policy });
  }

  /** The time in which the chain of a miss counts, whoever is away. */
  chainTimeOf({ policy }: Clock): OpenTime {
    return new OpenTime(policy.time === 'elapsed' ? null : this.desk.week);
  }

  /** Pauses by hand apply only to the owner's clocks. */
  pausesOf({ rep }: Clock): readonly Stretch[] {
    return rep === null ? [] : this.pauses;
  }

  /** The window of a clock; for an ended clock, the last one calculated. */
  windowOf(clock: Clock): Window {
    if (clock.state === 'running' && !this.fixed.has(clock))
      clock.window = windowOf(clock, this.timeOf(clock), this.pausesOf(clock));
    return clock.window;
  }

  pauseAt(now: number): { readonly from: number; to: number } | undefined {
    return this.pauses.find(({ from, to }) => from <= now && now < to);
  }

  isMissedBy(clock: Clock, now: number): boolean {
    const { due } = this.windowOf(clock);
    return due !== null && due <= now;
  }

  /** The remaining actions of a missed clock, with their instants. */
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
    this.recordClock(now, 'sla.breached', clock, {
      ...(clock.policy.mode !== 'enforce' && { wouldHave: undone.map((action) => action.do) }),
    });
  }

  /** Marks the misses of a clock so far as corrected. */
  unmiss(clock: Clock): void {
    for (const page of this.diary) if (page.what === 'missed' && page.clock === clock) this.unmissed.add(page);
  }

  cancel(clock: Clock, reason: string, now: number): void {
    this.windowOf(clock);
    Object.assign(clock, { state: 'cancelled', endedAt: now, endReason: reason, paused: null, untold: null });
    this.recordClock(now, 'sla.cancelled', clock, { reason });
  }

  /** Ends a clock; if its deadline has passed, as missed, whether or not a sweep has seen that. */
  end(clock: Clock, reason: string, now: number): void {
    if (this.isMissedBy(clock, now)) this.breach(clock, now);
    else this.cancel(clock, reason, now);
  }

  lose(now: number, as: ClosedAs = 'lost'): void {
    decide(this, { at: now, recordedAt: now });
    this.endCycle(as, now);
    this.record(now, 'lead.disposed');
  }

  endCycle(status: Exclude<ModelLead['status'], 'open'>, now: number): void {
    const reason = status === 'over' ? 'askedAgain' : 'closed';
    for (const clock of this.clocks) {
      if (clock.state === 'running') this.end(clock, reason, now);
      clock.isQuiet = true;
    }
    const running = this.pauseAt(now);
    if (running !== undefined) running.to = now;
    this.status = status;
    this.closedAt = now;
    this.isDecisionPending = false;
    this.waitingSince = null;
  }

  /** Ends the chains of all missed owner clocks. */
  hushOwners(): void {
    for (const clock of this.clocks) if (clock.state === 'breached' && clock.rep !== null) clock.isQuiet = true;
  }
}
