import { nextAfter } from '../../clocks/cadence.js';
import { breach, isStillMissed, type LeadClock } from '../../clocks/clock.js';
import { begunAs } from '../../clocks/judging-a-touch.js';
import { rulesOf } from '../../clocks/kinds.js';
import type { Directory } from '../../directory/directory.js';
import type { WorkState } from '../../leads/lead.js';
import type { Tenure } from '../../routing/assignments/assignment.js';
import { staysOf } from '../../routing/assignments/stays.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { acceptedAt } from '../clocks/accepting.js';
import { beginNext } from '../clocks/beginning-next.js';
import { beginTenure, goOnAfterMiss, owesFirstTouch, resumeCadence } from '../clocks/cadence.js';
import { cancelClock, FORBIDDEN, silenceOwners } from '../clocks/clocks.js';
import { requestDecision } from '../clocks/deciding.js';
import { LeadCase } from '../lead-case.js';
import { isOfPresentStay } from '../stays.js';
import { workStateFrom } from '../tenures.js';
import { takeMilestone, takeTouch } from '../touches/touching.js';
import { type CycleEvent, type CycleFacts, cycleEventsOf } from './cycle-events.js';
import { ReplayedWork } from './replayed-work.js';

/** A promise as the replay says that it should be. */
export interface OwedPromise {
  readonly clock: LeadClock;
  /** The id of the existing clock; null if there is none yet. */
  readonly madeAs: string | null;
}

/** The promises that the present cycle of a lead should have, and its state. */
export interface OwedPromises {
  readonly workState: WorkState;
  readonly decisionPending: boolean;
  readonly promises: readonly OwedPromise[];
}

/**
 * Works out what is owed in the present cycle of an open lead, from its touches and milestones without those taken
 * back, its owners, the versions of its policy, and what was enforced. Misses, moves and steps that were left out are
 * not judged again (docs/adr/0066). It replays the cycle, in the order in which everything became known, through the
 * same functions that act on leads. A promise that begins in the replay is matched to the existing clock, with its
 * deadline.
 * @param rows the clocks of the cycle; changed ones show what would be owed without one of the misses
 */
export function owed(
  leadCase: LeadCase,
  facts: CycleFacts,
  directory: Directory,
  rows: readonly LeadClock[] = promisesOf(leadCase),
): OwedPromises {
  const replay = new CycleReplay(leadCase, facts, directory, rows);
  for (const event of cycleEventsOf(leadCase, facts, rows)) replay.apply(event);
  return replay.outcome;
}

/** Returns the promises of the present cycle. */
export function promisesOf({ clocks, lead }: LeadCase): LeadClock[] {
  return clocks.filter((clock) => clock.cycle === lead.cycle && rulesOf(clock).owedBy !== null);
}

/** A lead while its cycle is replayed. */
class CycleReplay {
  private readonly lead: LeadCase;
  private readonly work: ReplayedWork;
  private readonly rows: readonly LeadClock[];
  private readonly tenures: readonly Tenure[];
  /** Misses that moved the lead to an owner who owes a first touch, and the step after the missed one. */
  private readonly goesOn = new Map<string, LeadClock>();

  constructor(leadCase: LeadCase, { policies }: CycleFacts, directory: Directory, rows: readonly LeadClock[]) {
    const { lead, tenures, pauses } = leadCase;
    this.rows = rows;
    this.tenures = tenures;
    this.lead = new LeadCase({
      lead: {
        ...lead,
        status: 'open',
        workState: 'untouched',
        ownerId: null,
        waiting: null,
        waitingSince: null,
        queueId: null,
        decisionPending: false,
      },
      before: null,
      document: leadCase.document,
      policy: policies[0]?.policy ?? leadCase.policy,
      archive: (version) => leadCase.policyOf(version as LeadClock),
      tenures: tenures.filter(({ cycle }) => cycle < lead.cycle),
      pauses,
    });
    this.work = new ReplayedWork(this.lead, this.rows, directory, lead.cycleStartedAt);
    const company = this.rows.find((row) => rulesOf(row).owedBy === 'company');
    if (company !== undefined) this.work.addClock(this.lead, asBegun(company));
  }

  get outcome(): OwedPromises {
    const { lead, work } = this;
    const promises = lead.clocks.map((clock) => ({ clock, madeAs: work.madeAs.get(clock.id) ?? null }));
    const { workState, decisionPending } = lead.lead;
    return { workState, decisionPending, promises };
  }

  apply(event: CycleEvent): void {
    const { lead, work } = this;
    work.advanceTo(event.at);
    work.tells = event.id;
    switch (event.kind) {
      case 'missed':
      case 'found':
        this.miss(event.row);
        return;
      case 'forbidden':
        this.leaveOut(event.row);
        return;
      case 'accepted':
        this.accept(event.row);
        return;
      case 'restarted':
        if (!owesFirstTouch(lead)) work.addClock(lead, { ...asBegun(event.row), id: work.newId() });
        return;
      case 'adopted':
        this.adopt(event.policy);
        return;
      case 'tenure':
        this.give(event.tenure);
        return;
      case 'touch':
        takeTouch(work, lead, event.touch, lead.policy);
        return;
      case 'milestone':
        takeMilestone(work, lead, event.milestone.occurredAt);
        return;
      case 'requested':
        requestDecision(work, lead, event.dealId);
        return;
      default:
        event satisfies never;
    }
  }

  /** Applies a miss. Its chain is still to come, until an event answers it. */
  private miss(row: LeadClock): void {
    const running = this.runningAs(row);
    if (running === undefined) return;
    const { lead, work } = this;
    const missed = { ...breach(running, work.now), nextAt: work.now };
    work.replaceClock(lead, missed);
    if (row.kind !== 'followUp') return;
    const moves = this.tenures.filter(({ fromAt }) => fromAt === row.breachedAt);
    const wentOn = moves.find(({ id }) => this.isNextIn(id, row));
    if (moves.length === 0 || this.isNextIn(row.assignmentId, row)) goOnAfterMiss(work, lead, missed);
    else if (wentOn !== undefined) this.goesOn.set(wentOn.id, missed);
  }

  /** Reports whether something other than a first touch began in a tenure with a miss. */
  private isNextIn(assignmentId: string | null, { id, breachedAt }: LeadClock): boolean {
    return this.rows.some(
      (row) =>
        row.id > id && row.startedAt === breachedAt && row.assignmentId === assignmentId && row.kind !== 'firstTouch',
    );
  }

  private leaveOut(row: LeadClock): void {
    const running = this.runningAs(row);
    if (running === undefined) return;
    const { lead, work } = this;
    cancelClock(work, lead, running, FORBIDDEN);
    beginNext(work, lead, nextAfter(row.step!, lead.policy!), work.now);
  }

  /** Applies an acceptance, which also answers a miss that it came too late for. */
  private accept(row: LeadClock): void {
    const { lead, work } = this;
    const owed = lead.clocks.find(({ id }) => work.madeAs.get(id) === row.id);
    if (owed !== undefined && owed.metAt === null && owed.state !== 'cancelled')
      work.replaceClock(lead, acceptedAt(owed, work.now));
  }

  private adopt(policy: SlaPolicy): void {
    const { lead, work } = this;
    lead.policy = policy;
    for (const clock of lead.clocks) {
      const { working } = work.directory.hours.ofClock(clock);
      if (
        clock.state === 'running' &&
        clock.policyId !== null &&
        rulesOf(clock).written(clock, policy, working) === null
      )
        cancelClock(work, lead, clock, 'policyChanged');
    }
    resumeCadence(work, lead);
  }

  /**
   * Applies an assignment. The replay finds no new misses, so a promise that still runs ends with its owner's tenure.
   */
  private give(tenure: Tenure): void {
    const { lead, work } = this;
    for (const clock of lead.clocks)
      if (clock.state === 'running' && rulesOf(clock).owedBy === 'owner') cancelClock(work, lead, clock, 'reassigned');
    // Only the undo of enforcement ends the chains of misses.
    if (tenure.cause === 'undone' && staysOf(lead.tenures).at(-1)?.tenure.cause === 'breach') silenceOwners(work, lead);
    lead.tenures = [
      ...lead.tenures.map((each) => ({ ...each, untilAt: each.untilAt ?? work.now })),
      { ...tenure, untilAt: null },
    ];
    lead.assignment = tenure;
    const workState = workStateFrom(lead.lead.workState, tenure.cause);
    lead.lead = { ...lead.lead, workState, ownerId: tenure.repId, poolId: tenure.poolId };
    if (tenure.repId === null) return;
    this.begin(tenure);
    const missed = this.goesOn.get(tenure.id);
    if (missed !== undefined) goOnAfterMiss(work, lead, missed);
    // Whether it has to be accepted was decided by the rule of that time.
    const handedOver = this.rows.find(({ kind, assignmentId }) => kind === 'accept' && assignmentId === tenure.id);
    if (handedOver !== undefined) work.addClock(lead, { ...asBegun(handedOver), id: work.newId() });
  }

  /** Begins what the owner of a tenure owes. What goes on for them, as the lead came back, was decided at that time. */
  private begin(tenure: Tenure): void {
    const { lead, work } = this;
    const made = new Set(work.madeAs.values());
    const ofTenure = this.rows.filter(({ assignmentId }) => assignmentId === tenure.id);
    const resumed = ofTenure.filter((row) => this.formerOf(row) !== undefined);
    // A promise that should never have begun does not go on, and the owner owes what they had missed before it.
    const goingOn = resumed.filter((row) => made.has(this.formerOf(row)!.id));
    for (const row of goingOn) work.addClock(lead, { ...asBegun(row), id: work.newId() });
    const isOwed = goingOn.length > 0 || (resumed.length > 0 && lead.clocks.some((clock) => isMissedBy(clock, lead)));
    if (!isOwed) beginTenure(work, lead, { ...tenure, repId: tenure.repId });
  }

  /** Returns the promise of an earlier tenure of the same owner that goes on as this one. */
  private formerOf(row: LeadClock): LeadClock | undefined {
    const begun = begunAs(row, this.rows);
    return row.kind === 'accept' || begun === row ? undefined : begun;
  }

  private runningAs(row: LeadClock): LeadClock | undefined {
    const { lead, work } = this;
    return lead.clocks.find(({ id, state }) => state === 'running' && work.madeAs.get(id) === row.id);
  }
}

/** Reports whether the present owner has missed a promise of their stay and not kept it since. */
function isMissedBy(clock: LeadClock, lead: LeadCase): boolean {
  return clock.kind !== 'accept' && isStillMissed(clock) && isOfPresentStay(lead, clock.assignmentId);
}

/** Returns the clock as it was when it began. */
function asBegun(row: LeadClock): LeadClock {
  const ended = { metAt: null, breachedAt: null, endedAt: null, endReason: null, acknowledgedAt: null };
  return { ...row, ...ended, state: 'running', nextAt: null };
}
