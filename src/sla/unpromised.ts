import { GRACE } from './policy.dto.js';
import { MAX_RECYCLES } from './policy.js';
import { readPolicy, type WrittenPolicy } from './policy-reading.js';

const WITHIN = 'P5D';

const FIRST_TOUCH: WrittenPolicy['firstTouch'] = {
  within: WITHIN,
  leadCalendar: 'pool',
  startFrom: 'received',
  counts: [],
  by: 'anyone',
  warnAt: [],
  onBreach: [],
  onLeadBreach: [],
  maxReassignments: 0,
  onCorrection: 'stay',
};

const DEFAULTS = { grace: GRACE, leadHours: false, maxRecycles: MAX_RECYCLES, onInquiry: 'keep' } as const;

/**
 * The promise for a lead whose deal is lost without a reason that closes it, if its policy promises no decision or it
 * has no policy. Its clocks name no policy.
 */
export const UNPROMISED_DECISION = readPolicy('', 0, {
  ...DEFAULTS,
  name: 'A decision about a lead whose deal is lost',
  mode: 'notify',
  when: {},
  time: 'elapsed',
  calendar: 'owner',
  firstTouch: FIRST_TOUCH,
  decideWithin: WITHIN,
});

/**
 * The promise that a lead handed over at a milestone is accepted, whatever its policy. The routing rule says how soon.
 * Its clocks name no policy either.
 */
export const ACCEPTANCE = readPolicy('', 0, {
  ...DEFAULTS,
  name: 'Acceptance of a lead that is handed over',
  mode: 'enforce',
  when: {},
  time: 'working',
  calendar: 'owner',
  firstTouch: {
    ...FIRST_TOUCH,
    warnAt: [0.8],
    onBreach: [
      { after: 'PT0S', do: 'reassign' },
      { after: 'PT0S', do: 'escalate', to: 'manager' },
    ],
    maxReassignments: 3,
  },
});
