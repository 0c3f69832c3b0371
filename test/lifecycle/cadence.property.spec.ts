import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LeadClock } from '../../src/clocks/clock.js';
import { goOnAfterMiss } from '../../src/lifecycle/clocks/cadence.js';
import { endClocks } from '../../src/lifecycle/clocks/clocks.js';
import { enforceDue } from '../../src/lifecycle/clocks/enforcing.js';
import { own } from '../../src/lifecycle/routing/owning.js';
import { takeTouch } from '../../src/lifecycle/touches/touching.js';
import { UnitOfWork } from '../../src/lifecycle/unit-of-work.js';
import { aDirectory } from '../leads/directory.builder.js';
import { policy, touch } from '../sla/sla.builder.js';
import { HOUR } from '../support/instants.js';
import { runs } from '../support/runs.js';
import { ACTOR, aCase, NOW } from './lifecycle.builder.js';

const REPS = ['ann', 'bo'] as const;

/** The policy once more, in hours, for the independent model. */
const STEPS = [
  { kinds: ['call'], after: 24, within: 4 },
  { kinds: ['email', 'sms'], after: 0, within: 24 },
  { kinds: ['call'], after: 48, within: 8 },
];
const DECIDE = 120;
const MEETINGS = 2;

const UNDER = policy(
  { within: 'PT1H', onBreach: [] },
  {
    followUp: {
      steps: STEPS.map(({ kinds, after, within }) => ({
        kinds: kinds as 'call'[],
        after: `PT${after}H`,
        within: `PT${within}H`,
      })),
      stopOn: ['connected', 'replied'],
      onMiss: [{ after: 'PT0S', do: 'remind' }],
    },
    decideWithin: { within: `PT${DECIDE}H`, meetings: MEETINGS },
  },
);

/** The promise that is due according to the model. */
type Awaited =
  | { readonly what: 'firstTouch' }
  | {
      readonly what: 'followUp';
      readonly step: number;
      readonly from: number;
      readonly opens: number;
      readonly due: number;
    }
  | { readonly what: 'decide'; readonly from: number; readonly due: number }
  /** The decision was missed; the next owner has the whole time again. */
  | { readonly what: 'missed' };

class Pencil {
  awaited: Awaited = { what: 'firstTouch' };
  owner: string = 'ann';
  /** The step at which the cadence resumes. */
  private again = 0;

  sweep(now: number): void {
    const { awaited } = this;
    if (awaited.what !== 'followUp' || awaited.due > now) {
      if (awaited.what === 'decide' && awaited.due <= now) this.awaited = { what: 'missed' };
      return;
    }
    this.follow(awaited.step + 1, now);
  }

  touch(kind: string, outcome: string, now: number): void {
    const { awaited } = this;
    if (outcome === 'noShow') {
      if (awaited.what === 'decide' || awaited.what === 'missed') this.follow(this.again, now);
      return;
    }
    if (outcome === 'connected') {
      // A contact also counts as done the step whose kind it is of.
      const isDone = awaited.what === 'followUp' && STEPS[awaited.step]!.kinds.includes(kind);
      if (awaited.what === 'followUp') this.again = (awaited.step + (isDone ? 1 : 0)) % STEPS.length;
      if (awaited.what === 'followUp' || awaited.what === 'firstTouch') this.decide(now);
      return;
    }
    if (awaited.what === 'firstTouch') this.follow(0, now);
    else if (awaited.what === 'followUp' && STEPS[awaited.step]!.kinds.includes(kind))
      this.follow(awaited.step + 1, now);
  }

  move(to: string, now: number): void {
    if (to === this.owner) return;
    this.owner = to;
    const { awaited } = this;
    if (awaited.what === 'followUp') {
      const { step, opens } = awaited;
      if (opens > now) return;
      this.awaited = { what: 'followUp', step, from: now, opens: now, due: now + STEPS[step]!.within * HOUR };
    } else if (awaited.what === 'decide' || awaited.what === 'missed') this.decide(now);
  }

  private follow(step: number, now: number): void {
    if (step >= STEPS.length) {
      this.again = 0;
      this.decide(now);
      return;
    }
    const opens = now + STEPS[step]!.after * HOUR;
    this.awaited = { what: 'followUp', step, from: now, opens, due: opens + STEPS[step]!.within * HOUR };
  }

  private decide(now: number): void {
    this.awaited = { what: 'decide', from: now, due: now + DECIDE * HOUR };
  }
}

const anyAct = fc.oneof(
  fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    act: fc.constant('touch' as const),
    kind: fc.constantFrom('call', 'email', 'sms', 'meeting'),
    outcome: fc.constantFrom('noAnswer', 'noAnswer', 'noAnswer', 'connected', 'noShow'),
  }),
  fc.record({ act: fc.constant('move' as const), to: fc.constantFrom(...REPS) }),
);

function running(clocks: readonly LeadClock[]): LeadClock[] {
  return clocks.filter(({ kind, state }) => state === 'running' && (kind === 'followUp' || kind === 'decide'));
}

it('after any history, the owner owes exactly what the policy says, with the right deadline', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 25 }), (acts) => {
      const directory = aDirectory({ reps: REPS.map((id) => ({ id, name: id })) });
      const leadCase = aCase({ ownerId: 'ann' }, { policy: UNDER });
      let made = 0;
      let now = NOW;
      const newId = () => {
        made += 1;
        return `new ${String(made).padStart(6, '0')}`;
      };
      const work = () => new UnitOfWork([leadCase], directory, now, ACTOR, newId);
      const pencil = new Pencil();
      const sweep = () => {
        const swept = work();
        for (const { clock, effect } of enforceDue(swept, leadCase))
          if (effect.kind === 'goOn') goOnAfterMiss(swept, leadCase, clock);
        pencil.sweep(now);
      };
      for (const each of acts) {
        if (each.act === 'wait') {
          for (let hour = 0; hour < each.hours; hour += 1) {
            now += HOUR;
            sweep();
          }
        } else if (each.act === 'touch') {
          now += 1;
          const reported = {
            ...touch(now, { kind: each.kind, outcome: each.outcome, repId: pencil.owner }),
            id: 'touch',
            leadId: 'lead',
            cycle: 1,
            note: null,
            meetingAt: null,
            externalId: null,
            recordedAt: now,
            actorType: 'rep' as const,
            actorId: 'ann',
          };
          takeTouch(work(), leadCase, reported, UNDER);
          pencil.touch(each.kind, each.outcome, now);
        } else {
          now += 1;
          const place = { repId: each.to, poolId: null, rule: null, snapshotId: null, trace: null };
          own(work(), leadCase, place, { cause: 'manual' });
          pencil.move(each.to, now);
        }
        const [clock, ...more] = running(leadCase.clocks);
        expect(more).toEqual([]);
        const { awaited, owner } = pencil;
        const expected =
          awaited.what === 'followUp'
            ? { kind: 'followUp', step: awaited.step + 1, repId: owner, dueAt: awaited.due, opens: awaited.opens }
            : awaited.what === 'decide'
              ? { kind: 'decide', step: null, repId: owner, dueAt: awaited.due, opens: awaited.from }
              : null;
        const { kind, step, repId, dueAt, opensAt, startedAt } = clock ?? {};
        expect(clock === undefined ? null : { kind, step, repId, dueAt, opens: opensAt ?? startedAt }).toEqual(
          expected,
        );
      }
      endClocks(work(), leadCase, 'closed');
      expect(running(leadCase.clocks)).toEqual([]);
    }),
    { numRuns: runs(400, 2_000) },
  );
});
