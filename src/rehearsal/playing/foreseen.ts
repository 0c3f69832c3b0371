import type { LeadClockKind } from '../../clocks/clock.js';
import { localPeriods } from '../../conditions/condition-value.js';
import type { Directory } from '../../directory/directory.js';
import type { EventType, NewEvent } from '../../events/event.js';
import type { Names } from '../../leads/lead.js';
import type { Notes } from '../../leads/notes.js';
import { sentenceOf } from '../../leads/timeline.js';
import type { LeadCase } from '../../lifecycle/lead-case.js';
import { loadChanges } from '../../lifecycle/routing/load-changes.js';
import { type RosterFacts, rosterAt } from '../../lifecycle/routing/roster-facts.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Load, Roster, RosterRep } from '../../routing/deciding/roster.js';
import type { MemberChange } from '../../routing/deciding/working-pool.js';

export const FORESEEN = [
  'warning',
  'breach',
  'remind',
  'reassign',
  'escalate',
  'start',
  'open',
  'met',
  'correct',
  'end',
  'pause',
  'resume',
  'replan',
  'hold',
  'assign',
  'queue',
  'offer',
  'touch',
  'dispose',
  'wake',
  'reopen',
  'change',
] as const;
type Foreseeable = (typeof FORESEEN)[number];

/** By the type of the event that would be recorded. */
const WHAT: Partial<Record<EventType, Foreseeable>> = {
  'lead.assigned': 'assign',
  'lead.reassigned': 'assign',
  'lead.queued': 'queue',
  'lead.offered': 'offer',
  'lead.touched': 'touch',
  'lead.disposed': 'dispose',
  'lead.woken': 'wake',
  'lead.reopened': 'reopen',
  'sla.started': 'start',
  'sla.warned': 'warning',
  'sla.breached': 'breach',
  'sla.met': 'met',
  'sla.corrected': 'correct',
  'sla.cancelled': 'end',
  'sla.escalated': 'escalate',
  'sla.paused': 'pause',
  'sla.resumed': 'resume',
  'sla.replanned': 'replan',
  'sla.held': 'hold',
};

/** Facts that are copied from the event. */
const COPIED_FACTS = [
  'step',
  'share',
  'opensAt',
  'dueAt',
  'to',
  'toRepId',
  'toTeamId',
  'toRepIds',
  'insteadOf',
  'wouldHave',
  'category',
  'reason',
] as const;

export interface ForeseenInstant extends Partial<Readonly<Record<(typeof COPIED_FACTS)[number], unknown>>> {
  readonly at: Instant;
  /** Null if it concerns the lead itself. */
  readonly clock: LeadClockKind | null;
  readonly what: Foreseeable;
  /** The event that would be recorded; absent for none. */
  readonly type?: EventType;
  /** The rep of the clock or touch, or the new owner. */
  readonly repId?: string | null;
  readonly text: string;
}

/** @param notes reasons of holds and pauses */
export function foreseenOf({ type, at, data }: NewEvent, names: Names, notes: Notes): ForeseenInstant {
  const isMove = type === 'lead.reassigned' && data.cause === 'breach';
  return {
    at,
    // In a touch event, `kind` is that of the touch.
    clock: data.clockId === undefined ? null : ((data.kind as LeadClockKind | undefined) ?? null),
    what: whatOf({ type, data }),
    type,
    ...(data.repId !== undefined && { repId: data.repId as string | null }),
    ...(isMove && { toRepId: data.repId }),
    ...Object.fromEntries(COPIED_FACTS.flatMap((fact) => (data[fact] === undefined ? [] : [[fact, data[fact]]]))),
    text: sentenceOf({ type, data }, names, notes),
  };
}

function whatOf({ type, data }: Pick<NewEvent, 'type' | 'data'>): Foreseeable {
  if (type === 'sla.warned' && data.share === 0) return 'open';
  if (type === 'sla.escalated' && data.why === 'reminder') return 'remind';
  if (type === 'lead.reassigned' && data.cause === 'breach') return 'reassign';
  return WHAT[type] ?? 'change';
}

/** The roster at future instants: hours and absences of that time, loads and turns of now with the lead's changes. */
export class ForeseenRoster {
  private readonly turns = new Map<string, MemberChange>();
  private readonly had: ReadonlySet<string>;

  /** @param countedAt the instant in whose day and week the loads were counted */
  constructor(
    private readonly directory: Directory,
    private readonly facts: RosterFacts,
    private readonly leadCase: LeadCase,
    private readonly countedAt: Instant,
  ) {
    this.had = new Set(leadCase.tenures.map(({ id }) => id));
  }

  at(now: Instant): Roster {
    const roster = rosterAt(this.directory, now, this.facts);
    const changes = new Map(loadChanges([this.leadCase]).map((change) => [change.repId, change]));
    const reps = new Map<string, RosterRep>();
    for (const [id, rep] of roster.reps) reps.set(id, { ...rep, load: this.loadOf(rep, changes.get(id), now) });
    const pools = new Map(
      [...roster.pools].map(([id, pool]) => [
        id,
        { ...pool, members: pool.members.map((member) => ({ ...member, ...this.turnOf(id, member.repId) })) },
      ]),
    );
    return { ...roster, reps, pools };
  }

  /** Applies a decision's changes to turns. */
  book(changes: readonly MemberChange[]): void {
    for (const change of changes) this.turns.set(`${change.poolId} ${change.repId}`, change);
  }

  private turnOf(poolId: string, repId: string): Partial<Pick<MemberChange, 'credit' | 'lastAssignedAt'>> {
    const turn = this.turns.get(`${poolId} ${repId}`);
    return turn === undefined ? {} : { credit: turn.credit, lastAssignedAt: turn.lastAssignedAt };
  }

  /** A later day or week starts at zero: its leads are not known yet. */
  private loadOf({ id, load }: RosterRep, change: Partial<Load> | undefined, now: Instant): Load {
    const zone = this.directory.timeZoneOf(id);
    const { day, week } = localPeriods(zone, now);
    const isIn = (from: Instant, to: Instant) => this.countedAt >= from && this.countedAt < to;
    const got = this.leadCase.tenures.filter((tenure) => tenure.repId === id && !this.had.has(tenure.id));
    return {
      open: load.open + (change?.open ?? 0),
      untouched: load.untouched + (change?.untouched ?? 0),
      today: (isIn(day.from, day.to) ? load.today : 0) + got.filter(({ fromAt }) => fromAt >= day.from).length,
      thisWeek: (isIn(week.from, week.to) ? load.thisWeek : 0) + got.filter(({ fromAt }) => fromAt >= week.from).length,
    };
  }
}
