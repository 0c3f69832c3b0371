import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileCondition } from '../../src/conditions/condition-evaluate.js';
import { enforceDue } from '../../src/lifecycle/clocks/enforcing.js';
import { beginLeadsClock, beginOwnersClock } from '../../src/lifecycle/clocks/lead-clocks.js';
import { followCondition, pause, pauseByHand, resume } from '../../src/lifecycle/clocks/pausing.js';
import type { LeadCase } from '../../src/lifecycle/lead-case.js';
import { UnitOfWork } from '../../src/lifecycle/unit-of-work.js';
import { aDirectory } from '../leads/directory.builder.js';
import { office, policy } from '../sla/sla.builder.js';
import { HOUR } from '../support/instants.js';
import { runs } from '../support/runs.js';
import { ACTOR, aCase, aDocument, MINUTE, NOW } from './lifecycle.builder.js';

const WAITS = { field: 'attributes.waits', op: 'eq', value: true } as const;
const OWNERS_MINUTES = 7 * 60;
const LEADS_MINUTES = 11 * 60;

const UNDER = {
  ...policy({ within: `PT${OWNERS_MINUTES}M`, leadWithin: `PT${LEADS_MINUTES}M`, onBreach: [] }, { time: 'working' }),
  pauseWhile: compileCondition(WAITS),
};
const directory = aDirectory({ reps: [{ id: 'ann', name: 'Ann' }], hours: { default: office } });

/** An independent model that counts each minute in which time runs down. */
class Pencil {
  private strokes = { owners: 0, leads: 0 };
  missedAt: { owners: number | null; leads: number | null } = { owners: null, leads: null };
  handUntil = 0;
  waits = false;

  minute(at: number): void {
    const isWeekday = ![0, 6].includes(new Date(at).getUTCDay());
    const hour = new Date(at).getUTCHours();
    if (!isWeekday || hour < 9 || hour >= 17 || this.waits) return;
    this.stroke('leads', LEADS_MINUTES, at);
    if (at >= this.handUntil) this.stroke('owners', OWNERS_MINUTES, at);
  }

  private stroke(whose: 'owners' | 'leads', most: number, at: number): void {
    this.strokes[whose] += 1;
    if (this.strokes[whose] === most) this.missedAt[whose] = at + MINUTE;
  }
}

const anyAct = fc.oneof(
  fc.record({ act: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ act: fc.constant('pause' as const), minutes: fc.integer({ min: 1, max: 1_500 }) }),
  fc.record({ act: fc.constant('resume' as const) }),
  fc.record({ act: fc.constant('papers' as const), waits: fc.boolean() }),
);

it('a promise is missed in the minute in which its time is used up, whatever the pauses', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 20 }), (acts) => {
      let made = 0;
      let now = NOW;
      const leadCase = aCase({ ownerId: 'ann' }, { policy: UNDER });
      const work = () =>
        new UnitOfWork([leadCase], directory, now, ACTOR, () => {
          made += 1;
          return `new ${String(made).padStart(6, '0')}`;
        });
      const first = work();
      beginOwnersClock(first, leadCase, { ...leadCase.assignment!, repId: 'ann' } as never);
      beginLeadsClock(first, leadCase, now);
      const pencil = new Pencil();
      const until = (end: number) => {
        for (; now < end; now += MINUTE) {
          pencil.minute(now);
          const at = now + MINUTE;
          if (leadCase.clocks.some(({ nextAt }) => nextAt !== null && nextAt <= at)) sweep(leadCase, at);
        }
      };
      const sweep = (of: LeadCase, at: number) => {
        const before = now;
        now = at;
        enforceDue(work(), of);
        now = before;
      };
      for (const act of [...acts, { act: 'papers' as const, waits: false }, { act: 'resume' as const }]) {
        const owes = leadCase.clocks.some(({ kind, state }) => kind === 'firstTouch' && state === 'running');
        switch (act.act) {
          case 'wait':
            until(now + act.minutes * MINUTE);
            break;
          case 'pause':
            if (!owes) break;
            pause(work(), leadCase, {
              untilAt: now + act.minutes * MINUTE,
              reason: 'x',
              madeBy: { type: 'rep', id: 'ann' },
            });
            pencil.handUntil = now + act.minutes * MINUTE;
            break;
          case 'resume': {
            const running = pauseByHand(leadCase, now);
            if (running !== undefined) resume(work(), leadCase, running);
            pencil.handUntil = 0;
            break;
          }
          case 'papers':
            leadCase.document = aDocument({ attributes: { waits: act.waits } });
            followCondition(work(), leadCase, now);
            pencil.waits = act.waits;
            break;
        }
        const stands = { firstTouch: pencil.waits || now < pencil.handUntil, leadResponse: pencil.waits };
        for (const clock of leadCase.clocks)
          if (clock.state === 'running')
            expect([clock.kind, clock.pausedAt !== null]).toEqual([
              clock.kind,
              stands[clock.kind as keyof typeof stands],
            ]);
      }
      until(now + 24 * 7 * HOUR);
      expect(leadCase.clocks.map(({ kind, breachedAt }) => [kind, breachedAt])).toEqual([
        ['firstTouch', pencil.missedAt.owners],
        ['leadResponse', pencil.missedAt.leads],
      ]);
    }),
    { numRuns: runs(60, 300) },
  );
});
