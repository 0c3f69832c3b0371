import type { Pause } from '../clocks/pause.js';
import type { Directory } from '../directory/directory.js';
import { STATUS_OF } from '../disposition/disposition.js';
import type { EventType } from '../events/event.js';
import { decide, goOnAfterMiss, takeMilestone } from '../lifecycle/cadence.js';
import { close } from '../lifecycle/closing.js';
import { newLeadState, promisedFrom } from '../lifecycle/cycle.js';
import { type Demand, enforceDue } from '../lifecycle/enforcing.js';
import { escalate } from '../lifecycle/escalation.js';
import { LeadCase } from '../lifecycle/lead-case.js';
import { beginLeadsClock } from '../lifecycle/lead-clocks.js';
import { isOfOwner, mayMoveAgain } from '../lifecycle/moving.js';
import { followCondition, pause } from '../lifecycle/pausing.js';
import { awaitMove, own, queue } from '../lifecycle/placing.js';
import { takeTouch } from '../lifecycle/touching.js';
import { type Gathered, UnitOfWork } from '../lifecycle/unit-of-work.js';
import { system } from '../platform/actor.js';
import { type Instant, MS_PER_MINUTE } from '../platform/instant.js';
import type { Tenure } from '../routing/assignment.js';
import { WHEN_IT_MAY_MOVE_NO_MORE } from '../sla/escalation-targets.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { Closing, Happening, History, Milestone } from './history.js';
import { happeningsOf } from './history.js';
import { COUNTED_ESCALATIONS, type Effects, type Outcome, outcomeOf } from './outcome.js';

/** A move that came so soon after the instant of its breach is the one that the breach asked for. */
const MOVED_WITHIN_MS = MS_PER_MINUTE;
const BACKTEST = system('backtest');
const COUNTED_WHYS: ReadonlySet<unknown> = new Set(COUNTED_ESCALATIONS);

/**
 * What a policy would have come to for a lead, by the very functions that enforce it: they act on the lead as it would
 * have been, at every instant at which something would have been due, between what really happened. Who had the lead
 * when is part of what really happened: a move that there was none of is counted, and the lead is taken for one that was
 * to move and that nobody else could take.
 * @param until when it is asked: nothing is due after that
 */
export function play(history: History, policy: SlaPolicy, directory: Directory, until: Instant): Outcome {
  return new Playing(history, policy, directory).until(until);
}

class Playing {
  private readonly leadCase: LeadCase;
  private readonly tenures: Tenure[] = [];
  private left: Happening[];
  private effects: Effects = { warned: 0, moves: 0, escalations: 0 };
  private made = 0;
  private now: Instant = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly history: History,
    policy: SlaPolicy,
    private readonly directory: Directory,
  ) {
    const { leadId, document } = history;
    const { id: policyId, version: policyVersion } = policy;
    const lead = { ...newLeadState(leadId, document.receivedAt), policyId, policyVersion };
    const { tenures } = this;
    this.leadCase = new LeadCase({ lead, before: null, document, policy, archive: () => policy, tenures });
    this.left = happeningsOf(history);
  }

  until(end: Instant): Outcome {
    const { leadCase, history } = this;
    const first = history.tenures[0]!;
    const promisedAt = promisedFrom(leadCase);
    this.at(first.fromAt, (work) => {
      followCondition(work, leadCase, promisedAt);
      place(work, leadCase, first);
      beginLeadsClock(work, leadCase, promisedAt);
    });
    for (let next = this.left[0]; next !== undefined && next.at <= end; next = this.left[0]) {
      const happening = next;
      this.enforceUntil(happening.at);
      // A breach may have brought it forward.
      if (this.left[0] !== happening) continue;
      this.left.shift();
      this.at(happening.at, (work) => happen(work, leadCase, happening));
    }
    this.enforceUntil(end);
    return outcomeOf(leadCase.clocks, this.effects);
  }

  /** At every instant at which something is due, as an engine that is never late would. */
  private enforceUntil(end: Instant): void {
    for (let due = this.nextDue(end); due !== null; due = this.nextDue(end)) this.at(due, (work) => this.enforce(work));
  }

  private nextDue(end: Instant): Instant | null {
    let next = Number.POSITIVE_INFINITY;
    for (const { nextAt } of this.leadCase.clocks) if (nextAt !== null && nextAt < next) next = nextAt;
    return next <= end ? Math.max(next, this.now) : null;
  }

  private enforce(work: UnitOfWork): void {
    const { leadCase } = this;
    const demands = enforceDue(work, leadCase);
    const move = demands.findLast(({ effect, clock }) => effect.kind === 'reassign' && isOfOwner(leadCase, clock));
    if (move !== undefined) this.move(work, move);
    for (const { clock, effect } of demands) if (effect.kind === 'goOn') goOnAfterMiss(work, leadCase, clock);
  }

  private move(work: UnitOfWork, { clock }: Demand<LeadCase>): void {
    const { leadCase, effects } = this;
    if (!mayMoveAgain(leadCase)) {
      escalate(work, leadCase, clock, WHEN_IT_MAY_MOVE_NO_MORE, 'maxReassignments');
      return;
    }
    this.effects = { ...effects, moves: effects.moves + 1 };
    const real = this.left.find(
      (each) => each.kind === 'tenure' && each.tenure.cause === 'breach' && each.at <= work.now + MOVED_WITHIN_MS,
    );
    if (real === undefined) awaitMove(work, leadCase, { snapshotId: null, trace: null });
    else {
      this.left = this.left.filter((each) => each !== real);
      happen(work, leadCase, real);
    }
  }

  private at(now: Instant, act: (work: UnitOfWork) => void): void {
    this.now = now;
    const makeId = () => {
      this.made += 1;
      return `${String(this.made).padStart(9, '0')}`;
    };
    const work = new UnitOfWork([this.leadCase], this.directory, now, BACKTEST, makeId);
    act(work);
    this.keep(work.takeSoFar());
  }

  /** The lead is opened once for all of its works, so each finds who has had it by then. */
  private keep({ events, newAssignments, endedAssignments }: Gathered): void {
    const { tenures } = this;
    for (const { id, untilAt } of endedAssignments) {
      const index = tenures.findIndex((tenure) => tenure.id === id);
      if (index !== -1) tenures[index] = { ...tenures[index]!, untilAt };
    }
    for (const assignment of newAssignments) {
      const ended = endedAssignments.find(({ id }) => id === assignment.id);
      tenures.push({ ...assignment, untilAt: ended?.untilAt ?? null });
    }
    const counted = (type: EventType) => events.filter((event) => event.type === type);
    const { warned, moves, escalations } = this.effects;
    this.effects = {
      warned: warned + counted('sla.warned').length,
      moves,
      escalations: escalations + counted('sla.escalated').filter(({ data }) => COUNTED_WHYS.has(data.why)).length,
    };
  }
}

function happen(work: UnitOfWork, leadCase: LeadCase, happening: Happening): void {
  const isOpen = leadCase.lead.status === 'open';
  switch (happening.kind) {
    case 'tenure':
      if (isOpen) place(work, leadCase, happening.tenure);
      return;
    case 'touch':
      takeTouch(work, leadCase, happening.touch, leadCase.policy);
      return;
    case 'milestone':
      if (isOpen) reach(work, leadCase, happening.milestone);
      return;
    case 'closing':
      if (isOpen) end(work, leadCase, happening.closing);
      return;
    case 'pause':
      if (isOpen) pauseAsItWas(work, leadCase, happening.pause);
      return;
    default:
      happening satisfies never;
  }
}

/** Whoever really got the lead has it, or it waits for somebody. */
function place(work: UnitOfWork, leadCase: LeadCase, { repId, poolId, cause, poolChosen }: Tenure): void {
  const placement = { repId, poolId, rule: null, snapshotId: null, trace: null };
  if (repId === null) queue(work, leadCase, placement, { cause, poolChosen });
  else own(work, leadCase, placement, { cause, poolChosen });
}

function reach(work: UnitOfWork, leadCase: LeadCase, { name, occurredAt }: Milestone): void {
  takeMilestone(work, leadCase, occurredAt);
  leadCase.lead = { ...leadCase.lead, workState: 'qualified' };
  if (name === 'won') close(work, leadCase, 'won', null);
}

function end(work: UnitOfWork, leadCase: LeadCase, { id, category, byRule }: Closing): void {
  if (!byRule) decide(work, leadCase, work.now);
  close(work, leadCase, STATUS_OF[category], id);
}

function pauseAsItWas(work: UnitOfWork, leadCase: LeadCase, { untilAt, reason, madeBy }: Pause): void {
  if (untilAt !== null && untilAt > work.now)
    pause(work, leadCase, { untilAt, reason: reason ?? '', madeBy: madeBy ?? { type: 'key', id: '' } });
}
