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
import { faultsOfGoodbye } from '../../src/vocabulary/outcomes.js';
import { TOUCH_OUTCOMES, type TouchOutcome } from '../../src/vocabulary/touch-kinds.js';
import { policy } from './sla.builder.js';

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
  goodbye: false,
  ...fields,
});
const effectsOf = (told: TouchFacts) => (Object.keys(EFFECTS) as Effect[]).filter((effect) => EFFECTS[effect](told));

describe.each(TOUCH_OUTCOMES)('the outcome %s', (outcome) => {
  it.each(['outbound', 'inbound'] as const)('means what it says when it is %s', (direction) => {
    const expected = EXPECTED[outcome][direction];
    expect(effectsOf(touch(outcome, direction)).toSorted()).toEqual(expected.toSorted());
    // An automatic touch is nobody's doing.
    expect(effectsOf(touch(outcome, direction, { automated: true }))).toEqual([]);
    expect(effectsOf(touch(outcome, direction, { goodbye: true }))).toEqual([]);
    expect(countsAsTouch(touch(outcome, direction), null)).toBe(expected.includes('tried'));
  });

  it('is nobody’s request if it is of another kind of contact', () => {
    expect(isPersonAsking(touch(outcome, 'inbound', { kind: 'other' }))).toBe(false);
  });
});

describe('a goodbye', () => {
  const refused = (direction: 'outbound' | 'inbound') =>
    TOUCH_OUTCOMES.filter((outcome) => faultsOfGoodbye({ goodbye: true, direction, outcome }).length > 0);

  it('is said by the person, in words that may be no more than that', () => {
    expect(refused('outbound')).toEqual([...TOUCH_OUTCOMES]);
    expect(TOUCH_OUTCOMES.filter((outcome) => !refused('inbound').includes(outcome))).toEqual([
      'connected',
      'replied',
      'voicemail',
      'sent',
    ]);
    expect(faultsOfGoodbye({ goodbye: false, direction: 'outbound', outcome: 'held' })).toEqual([]);
  });

  it('is refused with what is expected instead', () => {
    const messageOf = (...[direction, outcome]: ['outbound' | 'inbound', TouchOutcome]) =>
      faultsOfGoodbye({ goodbye: true, direction, outcome });
    expect(messageOf('outbound', 'replied')).toEqual([
      {
        pointer: '/goodbye',
        code: 'contradiction',
        message: 'Only an inbound touch can be a goodbye: it is the person who says it.',
      },
    ]);
    expect(messageOf('inbound', 'booked')).toEqual([
      {
        pointer: '/goodbye',
        code: 'contradiction',
        message:
          'The outcome of a touch that is only a goodbye is "connected", "replied", "voicemail", or "sent", not "booked".',
      },
    ]);
  });

  it('is no first touch, even of a policy that counts what comes in', () => {
    const counting = policy({ counts: [{ direction: 'inbound' }, { direction: 'inbound', outcomes: ['replied'] }] });
    expect(countsAsTouch(touch('replied', 'inbound'), counting)).toBe(true);
    expect(countsAsTouch(touch('replied', 'inbound', { goodbye: true }), counting)).toBe(false);
  });
});
