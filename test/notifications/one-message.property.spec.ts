import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NewNotification } from '../../src/notifications/notification.js';
import { oneMessageEach } from '../../src/notifications/one-message.js';

const notification = fc.record({
  repId: fc.constantFrom('mia', 'bo'),
  type: fc.constantFrom('sla.escalated', 'lead.assigned', 'sla.warned') satisfies fc.Arbitrary<NewNotification['type']>,
  lead: fc.integer({ min: 1, max: 150 }),
  why: fc.constantFrom('policy', 'repeat', 'nobodyElse', 'maxReassignments'),
});

const told = ({
  repId,
  type,
  lead,
  why,
}: {
  repId: string;
  type: NewNotification['type'];
  lead: number;
  why: string;
}) =>
  ({
    repId,
    type,
    at: 0,
    subjectType: 'lead',
    subjectId: `lead ${lead}`,
    formerXid: String(lead),
    data: { clockId: `clock ${lead}`, why },
  }) as const;

interface Missed {
  readonly clockId: string;
  readonly why: string;
}

/** The breaches that messages report, singly or in lists. */
const breaches = (messages: readonly NewNotification[]) =>
  messages.flatMap(({ data }) => (data.missed ?? [data]) as readonly Missed[]);

it('each person is notified of each breach exactly once, and every other message stays as it was', () => {
  fc.assert(
    fc.property(fc.array(notification, { maxLength: 400 }), (drawn) => {
      const all = drawn.map(told);
      const messages = oneMessageEach(all);
      const isOther = ({ type }: NewNotification) => type !== 'sla.escalated';
      expect(messages.filter(isOther)).toEqual(all.filter(isOther));
      for (const repId of ['mia', 'bo']) {
        const of = (some: readonly NewNotification[]) => some.filter((each) => each.repId === repId && !isOther(each));
        const before = breaches(of(all));
        const after = breaches(of(messages));
        expect(after.map(({ clockId }) => clockId)).toEqual([...new Set(before.map(({ clockId }) => clockId))]);
        for (const { clockId, why } of after) {
          const reasons = before.filter((each) => each.clockId === clockId).map((each) => each.why);
          expect(reasons).toContain(why);
          const saysLittle = (reason: string) => reason === 'policy' || reason === 'repeat';
          if (!reasons.every(saysLittle)) expect(saysLittle(why)).toBe(false);
        }
        // The fewest messages possible, since a list holds a hundred.
        expect(of(messages)).toHaveLength(Math.ceil(after.length / 100));
      }
    }),
  );
});
