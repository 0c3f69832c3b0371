import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileCondition } from '../../src/conditions/condition-evaluate.js';
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
import { own } from '../../src/lifecycle/routing/placing.js';
import { beginCycle, newLeadState } from '../../src/lifecycle/tenures.js';
import { takeMilestone, takeTouch } from '../../src/lifecycle/touches/touching.js';
import { UnitOfWork } from '../../src/lifecycle/unit-of-work.js';
import type { Acknowledgement, History } from '../../src/rehearsal/backtest/history.js';
import { outcomeOf, type PlayedOutcome } from '../../src/rehearsal/backtest/outcome.js';
import { play } from '../../src/rehearsal/backtest/playing.js';
import type { Tenure } from '../../src/routing/assignments/assignment.js';
import { aDirectory } from '../leads/directory.builder.js';
import { ACTOR, aDocument, MINUTE, RECEIVED } from '../lifecycle/lifecycle.builder.js';
import { policy, touch } from '../sla/sla.builder.js';
import { runs } from '../support/runs.js';

const REPS = ['ann', 'bo', 'cy'] as const;
const plain = aDirectory({ reps: REPS.map((id) => ({ id, name: id, managerId: 'cy' })) });

const UNDER = policy(
  {
    within: 'PT1H',
    acknowledge: 'PT20M',
    leadWithin: 'PT5H',
    warnAt: [0.5],
    maxReassignments: 2,
    onBreach: [
      { after: 'PT30M', do: 'reassign' },
      { after: 'PT2H', do: 'escalate', to: 'manager' },
    ],
    onLeadBreach: [{ after: 'PT0S', do: 'reassign' }],
  },
  {
    followUp: {
      steps: [
        { kinds: ['call'], after: 'PT2H', within: 'PT2H' },
        { kinds: ['email'], after: 'PT3H', within: 'PT4H' },
      ],
      stopOn: ['connected'],
      onMiss: [{ after: 'PT0S', do: 'reassign' }],
    },
    decideWithin: 'PT9H',
  },
);

const directory = plain.withPolicies([{ policy: UNDER, when: compileCondition({}) }]);

const anyAct = fc.oneof(
  fc.record({ act: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 400 }) }),
  fc.record({
    act: fc.constant('touch' as const),
    kind: fc.constantFrom('call', 'email'),
    outcome: fc.constantFrom('noAnswer', 'noAnswer', 'connected', 'noShow'),
    late: fc.integer({ min: 0, max: 90 }),
  }),
  fc.record({ act: fc.constant('give' as const), to: fc.constantFrom(...REPS) }),
  fc.record({ act: fc.constant('qualify' as const) }),
  fc.record({ act: fc.constant('pause' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ act: fc.constant('resume' as const) }),
  fc.record({ act: fc.constant('close' as const), won: fc.boolean() }),
  fc.record({ act: fc.constant('reopen' as const), to: fc.constantFrom(...REPS) }),
  fc.record({ act: fc.constant('acknowledge' as const) }),
  fc.record({ act: fc.constant('void' as const), which: fc.nat(5) }),
);
type Act = typeof anyAct extends fc.Arbitrary<infer Each> ? Each : never;

/** A lead that is really worked on: a miss moves it to the next rep in the row, and everything is recorded. */
class Reality {
  now = RECEIVED;
  readonly tenures: Tenure[] = [];
  touches: TouchRow[] = [];
  readonly acknowledgements: Acknowledgement[] = [];
  readonly milestones: History['milestones'][number][] = [];
  readonly closings: History['closings'][number][] = [];
  readonly effects = { warned: 0, moves: 0, escalations: 0, unreachable: 0 };
  private readonly document = aDocument();
  private readonly leadCase: LeadCase;
  private made = 0;

  constructor() {
    const lead = { ...newLeadState('lead', RECEIVED), policyId: UNDER.id, policyVersion: UNDER.version };
    const { document, tenures } = this;
    this.leadCase = new LeadCase({ lead, before: null, document, policy: UNDER, tenures });
    this.work((work) => {
      own(work, this.leadCase, placeOf('ann'), { cause: 'intake' });
      beginLeadsClock(work, this.leadCase, RECEIVED);
    });
  }

  get outcome(): PlayedOutcome {
    return outcomeOf(this.leadCase.clocks, this.effects);
  }

  get history(): History {
    const { document, tenures, touches, milestones, closings, leadCase, acknowledgements } = this;
    return {
      leadId: 'lead',
      document,
      tenures,
      touches,
      milestones,
      closings,
      pauses: leadCase.pauses.filter(({ kind }) => kind === 'hand'),
      acknowledgements,
    };
  }

  /** Goes from one due instant to the next, as the sweep does. */
  wait(minutes: number): void {
    const end = this.now + minutes * MINUTE;
    for (;;) {
      const due = this.leadCase.clocks.flatMap(({ nextAt }) => (nextAt !== null && nextAt <= end ? [nextAt] : []));
      if (due.length === 0) break;
      this.now = Math.max(this.now, Math.min(...due));
      this.sweep();
    }
    this.now = end;
  }

  do(act: Act): void {
    if (act.act === 'wait') {
      this.wait(act.minutes);
      return;
    }
    // No two acts share an instant.
    this.now += 1;
    const { leadCase } = this;
    if (act.act === 'touch') {
      this.touch(act.kind, act.outcome, act.late);
      return;
    }
    if (act.act === 'reopen') {
      if (leadCase.lead.status !== 'open') this.reopen(act.to);
      return;
    }
    if (leadCase.lead.status !== 'open') return;
    this.work((work) => {
      switch (act.act) {
        case 'give':
          own(work, leadCase, placeOf(act.to), { cause: 'manual' });
          return;
        case 'qualify':
          this.reach(work, 'qualified');
          return;
        case 'pause':
          if (pauseByHand(leadCase, this.now) === undefined)
            pause(work, leadCase, {
              untilAt: this.now + act.minutes * MINUTE,
              reason: 'x',
              madeBy: { type: 'rep', id: 'ann' },
            });
          return;
        case 'resume': {
          const running = pauseByHand(leadCase, this.now);
          if (running !== undefined) resume(work, leadCase, running);
          return;
        }
        case 'acknowledge': {
          const held = holdable(leadCase);
          if (held === undefined || held.clock.acknowledgedAt !== null) return;
          this.acknowledgements.push({ id: this.newId(), at: this.now, repId: leadCase.lead.ownerId });
          acknowledge(work, leadCase, held);
          return;
        }
        case 'void': {
          const { cycle } = leadCase.lead;
          const standing = this.touches.filter((each) => each.cycle === cycle && each.voided === null);
          const touched = standing[act.which % Math.max(1, standing.length)];
          if (touched === undefined) return;
          const voided = { at: this.now, reason: 'x', by: { type: 'rep', id: 'ann' } } as const;
          this.touches = this.touches.map((each) => (each === touched ? { ...each, voided } : each));
          const milestones = this.milestones.filter((each) => each.cycle === cycle);
          takeBack(work, leadCase, {
            before: { touches: standing, milestones, policies: [], requests: [], swept: [] },
            standing: {
              touches: standing.filter((each) => each !== touched),
              milestones,
              policies: [],
              requests: [],
              swept: [],
            },
            why: 'touchVoided',
          });
          return;
        }
        case 'close':
          if (act.won) {
            this.reach(work, 'won');
            close(work, leadCase, 'won', null);
            return;
          }
          this.closings.push({
            id: this.newId(),
            leadId: 'lead',
            at: this.now,
            category: 'lost',
            byRule: false,
            isProven: false,
          });
          decide(work, leadCase, this.now);
          close(work, leadCase, 'lost', 'd');
      }
    });
    // Clocks that a voided touch had met may be due now.
    this.wait(0);
  }

  private reach(work: UnitOfWork, name: 'qualified' | 'won'): void {
    const at = { occurredAt: this.now, recordedAt: this.now };
    this.milestones.push({ id: this.newId(), leadId: 'lead', cycle: this.leadCase.lead.cycle, name, ...at });
    takeMilestone(work, this.leadCase, this.now);
  }

  private touch(kind: string, outcome: string, late: number): void {
    const occurredAt = Math.max(this.now - late * MINUTE, this.leadCase.lead.cycleStartedAt);
    const repId = this.leadCase.lead.ownerId;
    const reported: UnjudgedTouch = {
      ...touch(occurredAt, { kind, outcome, repId }),
      id: this.newId(),
      leadId: 'lead',
      cycle: this.leadCase.lead.cycle,
      note: null,
      externalId: null,
      recordedAt: this.now,
      actorType: 'rep',
      actorId: 'ann',
    } as UnjudgedTouch;
    this.work((work) => {
      const counts = takeTouch(work, this.leadCase, reported, UNDER);
      this.touches.push({ ...reported, counts, voided: null });
    });
  }

  private reopen(to: string): void {
    this.work((work) => {
      beginCycle(work, this.leadCase);
      own(work, this.leadCase, placeOf(to), { cause: 'reopen' });
      beginLeadsClock(work, this.leadCase, this.now);
    });
  }

  private sweep(): void {
    const { leadCase } = this;
    this.work((work) => {
      const demands = enforceDue(work, leadCase);
      const moves = demands.filter(
        ({ effect, clock }) =>
          effect.kind === 'reassign' && (clock.assignmentId ?? leadCase.assignment!.id) === leadCase.assignment!.id,
      );
      const { ownerId, breachMoves } = leadCase.lead;
      if (moves.length > 0 && breachMoves < 2) {
        this.effects.moves += 1;
        own(work, leadCase, placeOf(REPS[(REPS.indexOf(ownerId as 'ann') + 1) % 3]!), { cause: 'breach' });
      } else if (moves.length > 0) escalate(work, leadCase, moves.at(-1)!.clock, 'manager', 'maxReassignments');
      for (const { clock, effect } of demands) if (effect.kind === 'goOn') goOnAfterMiss(work, leadCase, clock);
    });
  }

  private newId(): string {
    this.made += 1;
    return `real ${String(this.made).padStart(6, '0')}`;
  }

  private work(act: (work: UnitOfWork) => void): void {
    const work = new UnitOfWork([this.leadCase], directory, this.now, ACTOR, () => this.newId());
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

describe('the backtest of a policy', () => {
  it('over a lead that was worked on under it equals what really happened', () => {
    const seen = { moves: 0, late: 0, followUp: 0, cycles: 0, voided: 0, acknowledged: 0 };
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 14 }), (acts) => {
        const reality = new Reality();
        for (const act of acts) reality.do(act);
        reality.wait(24 * 60);
        const { outcome, history } = reality;
        expect(play(history, UNDER, directory, reality.now)).toEqual(outcome);
        seen.moves += outcome.moves;
        seen.cycles += history.tenures.at(-1)!.cycle - 1;
        seen.voided += history.touches.filter(({ voided }) => voided !== null).length;
        seen.acknowledged += history.acknowledgements.length;
        seen.late += outcome.firstTouch.late;
        seen.followUp += outcome.followUp.met + outcome.followUp.breached;
      }),
      { numRuns: runs(500, 5_000) },
    );
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(3);
  });
});
