import { describe, expect, it } from '@jest/globals';
import { enterStatus, LEAD_STATUSES, LEAD_TRANSITIONS, type LeadStatus, requireStep } from '../../src/leads/lead.js';
import { newLeadState } from '../../src/lifecycle/tenures.js';

const lead = (status: LeadStatus, cycle = 1) => ({ ...newLeadState('lead', 0), status, cycle });

describe.each(LEAD_STATUSES)('a lead that is %s', (from) => {
  it.each(LEAD_STATUSES.filter((to) => to !== from))('becomes %s only if its transition table allows it', (to) => {
    const cycle = to === 'open' ? 2 : 1;
    if (LEAD_TRANSITIONS[from].includes(to)) {
      expect(enterStatus(lead(from), to).status).toBe(to);
      expect(() => requireStep(lead(from), lead(to, cycle))).not.toThrow();
    } else {
      expect(() => enterStatus(lead(from), to)).toThrow(`cannot go from ${from} to ${to}`);
      expect(() => requireStep(lead(from), lead(to, cycle))).toThrow(`cannot go from ${from} to ${to}`);
    }
  });

  it('may keep its status within its cycle', () => {
    expect(() => requireStep(lead(from), lead(from))).not.toThrow();
    if (from === 'open') expect(() => requireStep(lead(from), lead(from, 3))).toThrow('cannot go from cycle 1 to 3');
  });

  it('may reopen and close again at once, in the next cycle', () => {
    if (from === 'open') return;
    expect(() => requireStep(lead(from), lead(from, 2))).not.toThrow();
    expect(() => requireStep(lead(from), lead(from, 3))).toThrow('cannot go from cycle 1 to 3');
  });
});

it('a returning lead that is suppressed at once begins only one cycle', () => {
  for (const from of ['nurturing', 'recycled', 'suppressed'] as const) {
    expect(() => requireStep(lead(from), lead('suppressed', 2))).not.toThrow();
    expect(() => requireStep(lead(from), lead('suppressed', 3))).toThrow('cannot go from cycle 1 to 3');
  }
  expect(() => requireStep(lead('open'), lead('suppressed', 2))).toThrow('cannot go from cycle 1 to 2');
});

it('a lead that opens begins a cycle, and one that closes does not', () => {
  expect(() => requireStep(lead('lost'), lead('open'))).toThrow('cannot go from cycle 1 to 1 as open');
  expect(() => requireStep(lead('lost'), lead('open', 3))).toThrow('cannot go from cycle 1 to 3');
  expect(() => requireStep(lead('open'), lead('lost', 2))).toThrow('cannot go from cycle 1 to 2');
  expect(() => requireStep(lead('lost'), lead('open', 2), true)).toThrow('cannot go from cycle 1 to 2');
  requireStep(lead('lost'), lead('open'), true);
});
