import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { History } from '../../src/rehearsal/backtest/history.js';
import { outcomeOf, type PlayedOutcome } from '../../src/rehearsal/backtest/outcome.js';
import { play } from '../../src/rehearsal/backtest/playing.js';
import type { TouchFacts } from '../../src/sla/what-counts.js';
import { WorkedLead } from '../lifecycle/worked-lead.builder.js';
import { policy } from '../sla/sla.builder.js';
import { HOUR, MINUTE } from '../support/instants.js';
import { runs } from '../support/runs.js';

const REPS = ['ann', 'bo', 'cy'] as const;

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

/** Does what a rep or a program does, if it can be done now. */
function act(reality: WorkedLead, each: Act): void {
  if (each.act === 'wait') {
    reality.wait(each.minutes * MINUTE);
    return;
  }
  // No two acts share an instant.
  reality.now += 1;
  const { lead } = reality.leadCase;
  if (each.act === 'touch') {
    const occurredAt = Math.max(reality.now - each.late * MINUTE, lead.cycleStartedAt);
    reality.touch({ kind: each.kind, outcome: each.outcome, occurredAt } as Partial<TouchFacts>);
    return;
  }
  if (each.act === 'reopen') {
    if (lead.status !== 'open') reality.reopen(each.to);
    return;
  }
  if (lead.status !== 'open') return;
  doWhileOpen(reality, each);
  // Clocks that a voided touch had met may be due now.
  reality.wait(0);
}

function doWhileOpen(reality: WorkedLead, each: Exclude<Act, { act: 'wait' | 'touch' | 'reopen' }>): void {
  switch (each.act) {
    case 'give':
      reality.give(each.to);
      return;
    case 'qualify':
      reality.reach('qualified');
      return;
    case 'pause':
      reality.pause(each.minutes * MINUTE);
      return;
    case 'resume':
      reality.resume();
      return;
    case 'acknowledge':
      reality.acknowledge();
      return;
    case 'void':
      reality.takeBack(each.which);
      return;
    case 'close':
      if (each.won) reality.win();
      else reality.lose();
  }
}

const outcomeOfReal = ({ leadCase, effects }: WorkedLead): PlayedOutcome => outcomeOf(leadCase.clocks, effects);

function historyOf({
  document,
  tenures,
  touches,
  milestones,
  closings,
  leadCase,
  acknowledgements,
}: WorkedLead): History {
  return {
    leadId: 'lead',
    document,
    tenures,
    touches,
    milestones,
    closings,
    pauses: leadCase.pauses.filter(({ kind }) => kind === 'hand'),
    acknowledgements,
    sold: [],
  };
}

describe('the backtest of a policy', () => {
  it('over a lead that was worked on under it equals what really happened', () => {
    const seen = { moves: 0, late: 0, followUp: 0, cycles: 0, voided: 0, acknowledged: 0 };
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 14 }), (acts) => {
        const reality = new WorkedLead(UNDER, REPS);
        for (const each of acts) act(reality, each);
        reality.wait(24 * HOUR);
        const [outcome, history] = [outcomeOfReal(reality), historyOf(reality)];
        expect(play(history, UNDER, reality.directory, reality.now)).toEqual(outcome);
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
