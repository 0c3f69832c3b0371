import { adopt, beforeChange, planAnew } from './changing.js';
import { type BulkClosing, closeInBulk, undoClosing } from './closing.js';
import { accept, decline, handOver } from './handing-over.js';
import { ModelLead, type Surroundings } from './model-lead.js';
import { pause, resume } from './pausing.js';
import type { Clock, Hold } from './promise.js';
import { type BulkMove, reassign, reassignInBulk, undoInBulk } from './reassigning.js';
import { type Act, happenedAt, type Moment, REPS, type Story } from './story.js';
import type { Version } from './striking.js';
import { sweep, takeOverFor } from './sweeping.js';
import { type Milestone, reach, take, tenureAt } from './touching.js';
import { undo } from './undoing.js';
import { reverse, voidTouch } from './voiding.js';
import type { Stretch, Week } from './working-hours.js';

/** The visible state of a lead at one moment. */
export interface VisibleLead {
  readonly lead: string;
  readonly status: string;
  /** The stage of its deal, or null if it has none. */
  readonly deal: string | null;
  readonly owner: string;
  readonly work: string;
  readonly clocks: readonly string[];
}

const SECOND = 1_000;

interface Absence extends Stretch {
  readonly rep: number;
  readonly openLeads: string;
  readonly startsAt: number;
  looksAt: number | null;
}

function absenceFrom({ rep, inMs, ms, openLeads }: Extract<Act, { do: 'away' }>, now: number): Absence {
  const from = now + inMs;
  const startsAt = Math.max(from, now);
  return { rep, openLeads, from, to: startsAt + ms, startsAt, looksAt: startsAt };
}

export type Chooses = Surroundings['chooses'];

/** All state of one story in memory, as the engine has to arrive at it. */
export class ModelDesk implements Surroundings {
  readonly leads = new Map<string, ModelLead>();
  private readonly milestones = new Map<string, Milestone>();
  private readonly bulks = new Map<string, BulkMove>();
  private readonly closings = new Map<string, BulkClosing>();
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

  awayOf(rep: number): readonly Stretch[] {
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
        if (JSON.stringify(act.week) === JSON.stringify(this.week)) this.lookWhoGoes(now);
        else this.changeHours(act.week, now);
        return true;
      case 'policy':
        return this.adopt(act, now);
      case 'hold':
        this.holds.push({ from: now, to: now + act.ms });
        this.lookWhoGoes(now);
        return true;
      case 'undo':
        for (const lead of this.leads.values()) undo(lead, { from: now - act.ms, to: now }, this.versions, now);
        return true;
      case 'bulk':
        if (this.leads.size === 0) return false;
        this.bulks.set(act.move, reassignInBulk([...this.leads.values()], act.rep, now));
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
        return this.actOn(this.leads.get(act.lead)!, act, now);
    }
  }

  private actOn(lead: ModelLead, act: Extract<Act, { lead: string }>, now: number): boolean {
    switch (act.do) {
      case 'touch':
        this.touch(lead, act, now);
        return true;
      case 'void': {
        const touch = lead.touches.find(({ name }) => name === act.touch)!;
        if (!touch.isVoided) voidTouch(lead, touch, now);
        return true;
      }
      case 'milestone':
        return this.reach(lead, act, now);
      case 'reverse': {
        const milestone = this.milestones.get(act.milestone);
        if (milestone === undefined) return false;
        if (!milestone.isReversed) reverse(lead, milestone, now);
        return true;
      }
      case 'reassign':
        return reassign(lead, act.rep, now);
      case 'accept':
        return accept(lead, now);
      case 'decline':
        return decline(lead, now);
      case 'close':
        if (!lead.isOpen) return false;
        lead.lose(now);
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
    lead.arrive(owner, now);
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
      this.policy = policy;
      this.versions.push({ policy, at: now });
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

  private touch(lead: ModelLead, act: Extract<Act, { do: 'touch' }>, now: number): void {
    const at = happenedAt(act.when, lead.receivedAt, now);
    const rep = act.rep ?? lead.tenures[tenureAt(lead, at)]!.rep;
    const touch = { name: act.touch, kind: act.kind, outcome: act.outcome, at, rep, recordedAt: now, isVoided: false };
    take(lead, touch);
  }

  /** A milestone reported again with the same instant is the existing one, even if the lead is closed by now. */
  private reach(lead: ModelLead, { milestone, name, when }: Extract<Act, { do: 'milestone' }>, now: number): boolean {
    const at = happenedAt(when, lead.receivedAt, now);
    const known = lead.milestones.find((each) => each.name === name && each.at === at && !each.isReversed);
    if (known === undefined && !lead.isOpen) return false;
    const reached = known ?? { name, at, recordedAt: now, isReversed: false };
    this.milestones.set(milestone, reached);
    if (known === undefined) reach(lead, reached);
    if (known === undefined) handOver(lead, reached, now);
    return true;
  }

  /** The lead that an act concerns, or all leads. */
  see(act: Moment): VisibleLead[] {
    const leads = [...this.leads.values()].filter(({ name }) => !('lead' in act) || act.lead === name);
    return leads.map((lead) => ({
      lead: lead.name,
      status: lead.status,
      deal: lead.deal,
      owner: REPS[lead.owner]!,
      work: lead.work,
      clocks: lead.clocks.map((clock) => inWords(clock, lead)).sort(),
    }));
  }
}

function inWords(clock: Clock, lead: ModelLead): string {
  const { kind, step, rep, state, start, metAt, breachedAt, endReason, paused } = clock;
  const { opens, due } = lead.windowOf(clock);
  return clockInWords({
    kind,
    step,
    rep: rep === null ? null : REPS[rep]!,
    state: paused === null ? state : 'paused',
    start,
    opens,
    due,
    metAt,
    breachedAt,
    endReason,
  });
}

export interface ClockSeen {
  readonly kind: string;
  readonly step: number | null;
  readonly rep: string | null;
  readonly state: string;
  readonly start: number;
  readonly opens: number | null;
  readonly due: number | null;
  readonly metAt: number | null;
  readonly breachedAt: number | null;
  readonly endReason: string | null;
}

/** A clock in one line, in the same form for the model and the engine. */
export function clockInWords({ kind, step, rep, state, endReason, ...instants }: ClockSeen): string {
  const told = Object.entries(instants).map(([name, at]) => (at === null ? '' : ` ${name} ${instant(at)}`));
  return `${kind}${step ?? ''} ${rep ?? 'company'} ${state}${endReason === null ? '' : ` (${endReason})`}${told.join('')}`;
}

export function instant(at: number): string {
  if (!Number.isFinite(at)) return 'never';
  const [day, , , , time] = new Date(at).toUTCString().replace(',', '').split(' ');
  return `${day} ${new Date(at).getUTCDate()} ${time}.${String(new Date(at).getUTCMilliseconds()).padStart(3, '0')}`;
}
