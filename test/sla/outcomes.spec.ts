import { describe, expect, it } from '@jest/globals';
import {
  countsAsTouch,
  hasFallenThrough,
  isAttempt,
  isContact,
  isPersonAsking,
  reachesSomebody,
  type TouchFacts,
} from '../../src/sla/what-counts.js';
import { TOUCH_OUTCOMES, type TouchOutcome } from '../../src/vocabulary/touch-kinds.js';

/** What a touch is taken for: reached, tried, informed, asking, fell through. */
type Effect = 'reached' | 'tried' | 'informed' | 'asks' | 'fell';

const EFFECTS: Record<Effect, (touch: TouchFacts) => boolean> = {
  reached: isContact,
  tried: isAttempt,
  informed: reachesSomebody,
  asks: isPersonAsking,
  fell: hasFallenThrough,
};

const EXPECTED: Record<TouchOutcome, { readonly outbound: readonly Effect[]; readonly inbound: readonly Effect[] }> = {
  connected: { outbound: ['reached', 'tried', 'informed'], inbound: ['reached', 'informed', 'asks'] },
  replied: { outbound: ['reached', 'tried', 'informed'], inbound: ['reached', 'asks'] },
  noAnswer: { outbound: ['tried'], inbound: ['asks'] },
  voicemail: { outbound: ['tried'], inbound: ['asks'] },
  sent: { outbound: ['tried', 'informed'], inbound: ['asks'] },
  bounced: { outbound: [], inbound: [] },
  wrongNumber: { outbound: [], inbound: [] },
  booked: { outbound: ['reached', 'tried', 'informed'], inbound: ['reached', 'asks'] },
  held: { outbound: ['reached', 'tried', 'informed'], inbound: ['reached', 'informed', 'asks'] },
  noShow: { outbound: ['fell'], inbound: ['fell'] },
  cancelled: { outbound: ['fell'], inbound: ['fell'] },
};

const touch = (
  outcome: TouchOutcome,
  direction: 'outbound' | 'inbound',
  fields: Partial<TouchFacts> = {},
): TouchFacts => ({
  kind: 'meeting',
  direction,
  outcome,
  occurredAt: 0,
  durationSeconds: null,
  repId: 'ann',
  automated: false,
  ...fields,
});
const effectsOf = (told: TouchFacts) => (Object.keys(EFFECTS) as Effect[]).filter((effect) => EFFECTS[effect](told));

describe.each(TOUCH_OUTCOMES)('the outcome %s', (outcome) => {
  it.each(['outbound', 'inbound'] as const)('means what it says when it is %s', (direction) => {
    const expected = EXPECTED[outcome][direction];
    expect(effectsOf(touch(outcome, direction)).toSorted()).toEqual(expected.toSorted());
    // An automatic touch is nobody's doing.
    expect(effectsOf(touch(outcome, direction, { automated: true }))).toEqual([]);
    expect(countsAsTouch(touch(outcome, direction), null)).toBe(expected.includes('tried'));
  });

  it('is nobody’s request if it is of another kind of contact', () => {
    expect(isPersonAsking(touch(outcome, 'inbound', { kind: 'other' }))).toBe(false);
  });
});
