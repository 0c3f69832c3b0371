import { compileCondition } from '../../src/conditions/condition-evaluate.js';
import type { Directory } from '../../src/directory/directory.js';
import type { TouchRow, UnjudgedTouch } from '../../src/leads/activity.store.js';
import { goOnAfterMiss } from '../../src/lifecycle/clocks/cadence.js';
import { decide } from '../../src/lifecycle/clocks/deciding.js';
import { enforceDue } from '../../src/lifecycle/clocks/enforcing.js';
import { escalate } from '../../src/lifecycle/clocks/escalation.js';
import { acknowledge, holdable } from '../../src/lifecycle/clocks/judging-steps.js';
import { beginLeadsClock } from '../../src/lifecycle/clocks/lead-clocks.js';
import { pause, pauseByHand, resume } from '../../src/lifecycle/clocks/pausing.js';
import { close } from '../../src/lifecycle/closing/disposing.js';
import { takeBack } from '../../src/lifecycle/corrections/taking-back.js';
import { LeadCase } from '../../src/lifecycle/lead-case.js';
import { own } from '../../src/lifecycle/routing/owning.js';
import { beginCycle, newLeadState } from '../../src/lifecycle/tenures.js';
import { takeMilestone, takeTouch } from '../../src/lifecycle/touches/touching.js';
import { UnitOfWork } from '../../src/lifecycle/unit-of-work.js';
import type { Acknowledgement, History } from '../../src/rehearsal/backtest/history.js';
import type { Tenure } from '../../src/routing/assignments/assignment.js';
import type { SlaPolicy } from '../../src/sla/policy.js';
import type { TouchFacts } from '../../src/sla/what-counts.js';
import { aDirectory } from '../leads/directory.builder.js';
import { touch } from '../sla/sla.builder.js';
import { ACTOR, aDocument, RECEIVED } from './lifecycle.builder.js';

const BREACH_MOVES_MAX = 2;

/**
 * A lead in memory that is worked on under a policy by the functions of the real life cycle: a miss moves it to the next
 * of the reps, and everything is recorded.
 */
export class WorkedLead {
  now = RECEIVED;
  readonly directory: Directory;
  readonly document = aDocument();
  readonly tenures: Tenure[] = [];
  touches: TouchRow[] = [];
  readonly acknowledgements: Acknowledgement[] = [];
  readonly milestones: History['milestones'][number][] = [];
  readonly closings: History['closings'][number][] = [];
  readonly effects = { warned: 0, moves: 0, escalations: 0, unreachable: 0 };
  readonly leadCase: LeadCase;
  private made = 0;

  /** @param reps the first owns it at the beginning, the last is the manager of all */
  constructor(
    private readonly under: SlaPolicy,
    private readonly reps: readonly string[],
  ) {
    const managerId = reps.at(-1)!;
    this.directory = aDirectory({ reps: reps.map((id) => ({ id, name: id, managerId })) }).withPolicies([
      { policy: under, when: compileCondition({}) },
    ]);
    const lead = { ...newLeadState('lead', RECEIVED), policyId: under.id, policyVersion: under.version };
    const { document, tenures } = this;
    this.leadCase = new LeadCase({ lead, before: null, document, policy: under, tenures });
    this.work((work) => {
      own(work, this.leadCase, placeOf(reps[0]!), { cause: 'intake' });
      beginLeadsClock(work, this.leadCase, RECEIVED);
    });
  }

  /** Goes from one due instant to the next, as the sweep does. */
  wait(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const due = this.leadCase.clocks.flatMap(({ nextAt }) => (nextAt !== null && nextAt <= end ? [nextAt] : []));
      if (due.length === 0) break;
      this.now = Math.max(this.now, Math.min(...due));
      this.sweep();
    }
    this.now = end;
  }

  /** Takes a touch of the owner, now, if the facts say nothing else. */
  touch(facts: Partial<TouchFacts>): void {
    const { lead } = this.leadCase;
    const reported: UnjudgedTouch = {
      ...touch(this.now, { repId: lead.ownerId, ...facts }),
      id: this.newId(),
      leadId: 'lead',
      cycle: lead.cycle,
      note: null,
      externalId: null,
      recordedAt: this.now,
      actorType: 'rep',
      actorId: 'ann',
    } as UnjudgedTouch;
    this.work((work) => {
      const counts = takeTouch(work, this.leadCase, reported, this.under);
      this.touches.push({ ...reported, counts, voided: null });
    });
  }

  /** Takes a touch of this cycle back. @param which its number among those that stand */
  takeBack(which: number): void {
    const { cycle } = this.leadCase.lead;
    const standing = this.touches.filter((each) => each.cycle === cycle && each.voided === null);
    const touched = standing[which % Math.max(1, standing.length)];
    if (touched === undefined) return;
    const voided = { at: this.now, reason: 'x', by: { type: 'rep', id: 'ann' } } as const;
    this.touches = this.touches.map((each) => (each === touched ? { ...each, voided } : each));
    const milestones = this.milestones.filter((each) => each.cycle === cycle);
    const others = { milestones, policies: [], requests: [], swept: [] };
    const without = standing.filter((each) => each !== touched);
    this.work((work) =>
      takeBack(work, this.leadCase, {
        before: { touches: standing, ...others },
        standing: { touches: without, ...others },
        why: 'touchVoided',
      }),
    );
  }

  give(repId: string): void {
    this.work((work) => own(work, this.leadCase, placeOf(repId), { cause: 'manual' }));
  }

  reach(name: 'qualified' | 'won'): void {
    this.work((work) => this.take(work, name));
  }

  pause(ms: number): void {
    if (pauseByHand(this.leadCase, this.now) !== undefined) return;
    const madeBy = { type: 'rep', id: 'ann' } as const;
    this.work((work) => pause(work, this.leadCase, { untilAt: this.now + ms, reason: 'x', madeBy }));
  }

  resume(): void {
    const running = pauseByHand(this.leadCase, this.now);
    if (running !== undefined) this.work((work) => resume(work, this.leadCase, running));
  }

  acknowledge(): void {
    const held = holdable(this.leadCase);
    if (held === undefined || held.clock.acknowledgedAt !== null) return;
    this.acknowledgements.push({ id: this.newId(), at: this.now, repId: this.leadCase.lead.ownerId });
    this.work((work) => acknowledge(work, this.leadCase, held));
  }

  win(): void {
    this.work((work) => {
      this.take(work, 'won');
      close(work, this.leadCase, 'won', null);
    });
  }

  lose(): void {
    const facts = { category: 'lost', byRule: false, isProven: false } as const;
    this.closings.push({ id: this.newId(), leadId: 'lead', at: this.now, ...facts });
    this.work((work) => {
      decide(work, this.leadCase, this.now);
      close(work, this.leadCase, 'lost', 'd');
    });
  }

  reopen(repId: string): void {
    this.work((work) => {
      beginCycle(work, this.leadCase);
      own(work, this.leadCase, placeOf(repId), { cause: 'reopen' });
      beginLeadsClock(work, this.leadCase, this.now);
    });
  }

  private take(work: UnitOfWork, name: 'qualified' | 'won'): void {
    const at = { occurredAt: this.now, recordedAt: this.now };
    this.milestones.push({ id: this.newId(), leadId: 'lead', cycle: this.leadCase.lead.cycle, name, ...at });
    takeMilestone(work, this.leadCase, this.now);
  }

  private sweep(): void {
    const { leadCase, reps } = this;
    this.work((work) => {
      const demands = enforceDue(work, leadCase);
      const moves = demands.filter(
        ({ effect, clock }) =>
          effect.kind === 'reassign' && (clock.assignmentId ?? leadCase.assignment!.id) === leadCase.assignment!.id,
      );
      const { ownerId, breachMoves } = leadCase.lead;
      if (moves.length > 0 && breachMoves < BREACH_MOVES_MAX) {
        this.effects.moves += 1;
        own(work, leadCase, placeOf(reps[(reps.indexOf(ownerId!) + 1) % reps.length]!), { cause: 'breach' });
      } else if (moves.length > 0) escalate(work, leadCase, moves.at(-1)!.clock, 'manager', 'maxReassignments');
      for (const { clock, effect } of demands) if (effect.kind === 'goOn') goOnAfterMiss(work, leadCase, clock);
    });
  }

  private newId(): string {
    this.made += 1;
    return `real ${String(this.made).padStart(6, '0')}`;
  }

  private work(act: (work: UnitOfWork) => void): void {
    const work = new UnitOfWork([this.leadCase], this.directory, this.now, ACTOR, () => this.newId());
    act(work);
    const { events, newAssignments, endedAssignments } = work.takeSoFar();
    for (const { id, untilAt } of endedAssignments) {
      const index = this.tenures.findIndex((tenure) => tenure.id === id);
      this.tenures[index] = { ...this.tenures[index]!, untilAt };
    }
    this.tenures.push(...newAssignments);
    // The tenures are read anew for each unit of work.
    this.leadCase.tenures = this.tenures;
    for (const { type, data } of events) {
      if (type === 'sla.warned') this.effects.warned += 1;
      if (type === 'sla.escalated' && data.why !== 'reminder') this.effects.escalations += 1;
    }
  }
}

function placeOf(repId: string) {
  return { repId, poolId: null, rule: null, snapshotId: null, trace: null };
}
