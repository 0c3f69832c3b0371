import { readPolicy } from './policy-reading.js';

const WITHIN = 'P5D';

/**
 * What a lead is promised whose deal is lost without a reason that closes it, where its policy promises no decision, or
 * it has no policy: a clock of this names no policy.
 */
export const UNPROMISED_DECISION = readPolicy('', 0, {
  name: 'A decision about a lead whose deal is lost',
  mode: 'notify',
  when: {},
  time: 'elapsed',
  calendar: 'owner',
  firstTouch: {
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
  },
  decideWithin: WITHIN,
});
