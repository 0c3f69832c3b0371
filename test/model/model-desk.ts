import { type Absence, absenceFrom } from './absences.js';
import { ask, askAfter, firstTouchesMade } from './asking.js';
import { adopt, beforeChange, planAnew } from './changing.js';
import { type BulkClosing, closeInBulk, undoClosing } from './closing.js';
import { cycleAt, cyclesOf, whoGetsFurther } from './cycles.js';
import { deal, takeBackWin } from './dealing.js';
import type { Surroundings } from './diary.js';
import { accept, decline, handOver } from './handing-over.js';
import { clockOf, dealsInWords, type VisibleLead } from './in-words.js';
import { consentOf, type Merge, merge, unmerge } from './merging.js';
import { ModelLead } from './model-lead.js';
import { pause, resume } from './pausing.js';
import type { Clock, Hold } from './promise.js';
import { type BulkMove, reassign, reassignInBulk, undoInBulk } from './reassigning.js';
import { type Act, CONSENT_OF, happenedAt, type Moment, REPS, type Story } from './story.js';
import type { Version } from './striking.js';
import { sweep, takeOverFor } from './sweeping.js';
import { type Milestone, reach, take, tenureAt, win } from './touching.js';
import { undo } from './undoing.js';
import { closeIfUnreachable } from './unreachable.js';
import { reverse, voidTouch } from './voiding.js';
import type { Stretch, Week } from './working-hours.js';

const SECOND = 1_000;

export type Chooses = Surroundings['chooses'];

/** All state of one story in memory, as the engine has to arrive at it. */
export class ModelDesk implements Surroundings {
  readonly leads = new Map<string, ModelLead>();
  private readonly milestones = new Map<string, Milestone>();
  private readonly bulks = new Map<string, BulkMove>();
  private readonly closings = new Map<string, BulkClosing>();
  /** By the merged leads. */
  private readonly merges = new Map<string, Merge>();
  /** The leads whose persons have begun others by their forms. */
  private readonly parted = new Set<string>();
  private readonly absences: Absence[] = [];
  private readonly holds: Hold[] = [];
  private readonly versions: Version[];
  week: Week;
  policy: Story['policy'];

  constructor(
    { week, policy }: Story,
    readonly chooses: Chooses,
  ) {
    this.week = week;
    this.policy = policy;
    this.versions = [{ policy, at: Number.NEGATIVE_INFINITY }];
  }

  awayOf(rep: number | null): readonly Stretch[] {
    return this.absences.filter((absence) => absence.rep === rep);
  }

  holdAt(now: number): Hold | undefined {
    const holds = this.holds.filter(({ from, to }) => from <= now && now < to);
    return holds.reduce<Hold | undefined>(
      (last, hold) => (last === undefined || hold.to > last.to ? hold : last),
      undefined,
    );
  }

  /** @returns whether the moment was allowed */
  live(moment: Moment, now: number): boolean {
    if (moment.do !== 'sweep') return this.act(moment, now);
    if (moment.by !== 'change') {
      // Absences are recorded first, and due clocks are enforced before the leads of absent reps are taken over.
      this.lookWhoGoes(now, ({ looksAt, startsAt }) => looksAt !== startsAt);
      for (const lead of this.leads.values()) sweep(lead, now);
    }
    this.lookWhoGoes(now);
    if (moment.by !== 'change') for (const lead of this.leads.values()) sweep(lead, now);
    return true;
  }

  private act(act: Act, now: number): boolean {
    switch (act.do) {
      case 'arrive':
        this.arrive(act, now);
        return true;
      case 'away':
        this.change(
          () => this.absences.push(absenceFrom(act, now)),
          now,
          ({ rep, state }) => rep === act.rep && state === 'running',
        );
        return true;
      case 'hours':
        // Saving the same hours is not a change.
        if (JSON.stringify(act.week) !== JSON.stringify(this.week)) this.changeHours(act.week, now);
        return true;
      case 'policy':
        return this.adopt(act, now);
      case 'hold':
        this.holds.push({ from: now, to: now + act.ms });
        this.lookWhoGoes(now);
        return true;
      case 'undo':
        for (const lead of [...this.leads.values()].flatMap(cyclesOf))
          undo(lead, { from: now - act.ms, to: now }, this.versions, now);
        return true;
      case 'bulk':
        if (this.leads.size === 0) return false;
        this.bulks.set(act.move, reassignInBulk([...this.leads.values()], act.to, now));
        return true;
      case 'undoBulk': {
        const bulk = this.bulks.get(act.move);
        if (bulk !== undefined) undoInBulk(bulk, now);
        return bulk !== undefined;
      }
      case 'closeAll':
        if (this.leads.size === 0) return false;
        this.closings.set(act.closing, closeInBulk([...this.leads.values()], now));
        return true;
      case 'undoClosing': {
        const closing = this.closings.get(act.closing);
        return closing !== undefined && undoClosing(closing, now);
      }
      case 'release': {
        const hold = this.holdAt(now);
        if (hold === undefined) return false;
        hold.to = now;
        this.lookWhoGoes(now);
        return true;
      }
      default:
        // A form that joined a lead has begun none.
        return this.leads.has(act.lead) && this.actOn(this.leads.get(act.lead)!, act, now);
    }
  }

  private actOn(lead: ModelLead, act: Extract<Act, { lead: string }>, now: number): boolean {
    switch (act.do) {
      case 'touch':
        this.touch(lead, act, now);
        return true;
      case 'void': {
        const cycle = cyclesOf(lead).find(({ touches }) => touches.some(({ name }) => name === act.touch))!;
        const touch = cycle.touches.find(({ name }) => name === act.touch)!;
        if (!touch.isVoided) voidTouch(cycle, touch, now);
        return true;
      }
      case 'milestone':
        return this.reach(lead, act, now);
      case 'reverse': {
        const milestone = this.milestones.get(act.milestone);
        if (milestone === undefined) return false;
        const cycle = cyclesOf(lead).find(({ milestones }) => milestones.includes(milestone))!;
        return milestone.isReversed || this.takeBack(lead, cycle, milestone, now);
      }
      case 'ask':
        return this.ask(lead, act.own, now);
      case 'reassign':
        return reassign(lead, act.to, now);
      case 'accept':
        return accept(lead, now);
      case 'deal': {
        const then = deal(lead, act.what, act.rep, now);
        if (then !== null) this.leads.set(lead.name, then);
        return then !== null;
      }
      case 'merge':
        return this.merge(lead, this.leads.get(act.into)!, now);
      case 'unmerge': {
        const merged = this.merges.get(lead.name);
        this.merges.delete(lead.name);
        if (merged !== undefined) unmerge(merged, now);
        return merged !== undefined;
      }
      case 'decline':
        return decline(lead, now);
      case 'close':
        if (!lead.isOpen) return false;
        lead.lose(now, act.as === 'nurture' ? 'nurturing' : act.as);
        return true;
      case 'pause':
        return pause(lead, now + act.ms, now);
      case 'resume':
        return resume(lead, now);
      default:
        throw new Error(`${act.do} is nothing that is done to a lead`);
    }
  }

  private arrive({ lead: name, owner, handsOver = false }: Extract<Act, { do: 'arrive' }>, now: number): void {
    const lead = new ModelLead(name, now, this, handsOver);
    this.leads.set(name, lead);
    lead.joined.consent = CONSENT_OF[owner]!;
    lead.arrive({ rep: owner, cause: 'given', pool: null, isByRule: false }, now);
  }

  /** A form that joins no lead begins one of its own, and the person is not played any further. */
  private ask(lead: ModelLead, own: string, now: number): boolean {
    if (this.parted.has(lead.name) || lead.status === 'suppressed') return false;
    const then = ask(lead, now);
    if (then !== null) this.leads.set(lead.name, then);
    else {
      this.parted.add(lead.name);
      const begun = new ModelLead(own, now, this, false);
      this.leads.set(own, begun);
      begun.arrive(whoGetsFurther(lead, begun, now), now);
    }
    return true;
  }

  private takeBack(lead: ModelLead, cycle: ModelLead, milestone: Milestone, now: number): boolean {
    if (milestone.name !== 'won' || cycle.isOpen) {
      reverse(cycle, milestone, now);
      return true;
    }
    const then = takeBackWin(lead, milestone, now);
    if (then !== null) this.leads.set(lead.name, then);
    return then !== null;
  }

  /** Recalculates the affected clocks before anything else, then takes over the leads of reps who go away. */
  private change(make: () => unknown, now: number, isConcerned = (_: Clock) => true): void {
    const before = new Map([...this.leads.values()].map((lead) => [lead, beforeChange(lead)]));
    make();
    for (const [lead, plans] of before)
      planAnew(lead, plans, now, (clock) => clock.policy.time === 'working' && isConcerned(clock));
    this.lookWhoGoes(now);
  }

  private changeHours(week: Week, now: number): void {
    this.change(() => {
      this.week = week;
    }, now);
  }

  private adopt({ policy, applyTo }: Extract<Act, { do: 'policy' }>, now: number): boolean {
    if (JSON.stringify(policy) !== JSON.stringify(this.policy)) {
      // A version of its own, even if it says the same as an earlier one.
      this.policy = { ...policy };
      this.versions.push({ policy: this.policy, at: now });
    }
    this.lookWhoGoes(now);
    if (applyTo === 'new') return true;
    for (const lead of this.leads.values())
      if (lead.isOpen && lead.policy !== this.policy) adopt(lead, this.policy, now);
    return true;
  }

  /**
   * Checks an absence when it begins and again a second later, because a node with a slow clock may have assigned a
   * lead.
   */
  private lookWhoGoes(now: number, isLookedAt = (_: Absence) => true): void {
    for (const absence of this.absences) {
      if (absence.looksAt === null || absence.looksAt > now || !isLookedAt(absence)) continue;
      absence.looksAt = now < absence.startsAt + SECOND ? absence.startsAt + SECOND : null;
      if (absence.openLeads === 'keep' || absence.to <= now) continue;
      for (const lead of this.leads.values())
        if (
          lead.isOpen &&
          lead.owner === absence.rep &&
          (absence.openLeads === 'reassignAll' || lead.work === 'untouched')
        )
          takeOverFor(lead, now);
    }
  }

  /** A merge that is asked for again has been made. */
  private merge(lead: ModelLead, into: ModelLead, now: number): boolean {
    if (this.merges.get(lead.name)?.into.name === into.name) return true;
    const made = merge(lead, into, now);
    if (made !== null) this.merges.set(lead.name, made);
    return made !== null;
  }

  private touch(lead: ModelLead, act: Extract<Act, { do: 'touch' }>, now: number): void {
    const at = happenedAt(act.when, lead.receivedAt, now);
    const cycle = cycleAt(lead, at);
    const rep = act.rep ?? cycle.tenures[tenureAt(cycle, at)]!.rep;
    const { touch: name, kind, outcome, meetingIn } = act;
    const meeting = meetingIn === null ? null : now + meetingIn;
    const touch = { name, kind, outcome, at, rep, meeting, recordedAt: now, isVoided: false };
    const answered = firstTouchesMade(lead);
    take(cycle, touch);
    if (cycle === lead) closeIfUnreachable(lead, touch);
    this.leads.set(lead.name, askAfter(lead, touch, answered));
  }

  /** A milestone reported again with the same instant is the existing one, even if the lead is closed by now. */
  private reach(lead: ModelLead, { milestone, name, when }: Extract<Act, { do: 'milestone' }>, now: number): boolean {
    // An opportunity begins a deal; these stories have none without an owner.
    if (name === 'opportunity' && lead.owner === null) return false;
    const at = happenedAt(when, lead.receivedAt, now);
    const known = cyclesOf(lead)
      .flatMap(({ milestones }) => milestones)
      .find((each) => each.name === name && each.at === at && !each.isReversed);
    if (known === undefined && !lead.isOpen) return false;
    const reached = known ?? { name, at, recordedAt: now, hasValue: false, isReversed: false };
    this.milestones.set(milestone, reached);
    if (known !== undefined) return true;
    const cycle = cycleAt(lead, at);
    reach(cycle, reached);
    if (cycle === lead) handOver(lead, reached, now);
    else if (name === 'won') win(lead, reached);
    return true;
  }

  /** The lead that an act concerns, or all leads. */
  see(act: Moment): VisibleLead[] {
    const leads = [...this.leads.values()].filter(({ name }) => !('lead' in act) || act.lead === name);
    return leads.map((lead) => ({
      lead: lead.name,
      status: lead.status === 'fraud' ? 'lost' : lead.status,
      cycle: cyclesOf(lead).length,
      deal: lead.deals.length === 0 ? null : dealsInWords(lead.deals),
      owner: lead.owner === null ? 'nobody' : REPS[lead.owner]!,
      work: lead.work,
      consent: consentOf(lead),
      joined: lead.forms.length + lead.joined.leads.size,
      clocks: lead.clocks.map((clock) => clockOf(clock, lead)).sort(),
    }));
  }
}
