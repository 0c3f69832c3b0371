import { expect, it } from '@jest/globals';
import { faultsOfOutcome, OUTCOMES_OF, TOUCH_KINDS, TOUCH_OUTCOMES } from '../../src/vocabulary/touch-kinds.js';

it('a kind of touch accepts only its own outcomes, and the message lists them', () => {
  for (const kind of TOUCH_KINDS)
    for (const outcome of TOUCH_OUTCOMES)
      expect(faultsOfOutcome(kind, outcome, '/outcome')).toHaveLength(OUTCOMES_OF[kind].includes(outcome) ? 0 : 1);
  expect(faultsOfOutcome('sms', 'held', '/outcome')).toEqual([
    {
      pointer: '/outcome',
      code: 'contradiction',
      message: 'The outcome of a touch of the kind "sms" is "sent", "replied", "bounced", or "booked", not "held".',
    },
  ]);
});
