import { describe, expect, it } from '@jest/globals';
import { WORK_STATES } from '../../src/leads/lead.js';
import { workStateAfter } from '../../src/leads/touch.js';

const touch = (outcome: string, facts = {}) => ({ outcome, automated: false, goodbye: false, counts: true, ...facts });

describe('the work state of a lead', () => {
  it.each(['connected', 'replied', 'booked', 'held'])('is connected if a person was reached: %s', (outcome) => {
    expect(workStateAfter('untouched', touch(outcome))).toBe('connected');
  });

  it('is connected by contact that counts for no promise', () => {
    expect(workStateAfter('untouched', touch('replied', { counts: false }))).toBe('connected');
  });

  it('is attempting after a touch that counts but reaches no person', () => {
    expect(workStateAfter('untouched', touch('voicemail'))).toBe('attempting');
  });

  it('stays untouched after a touch that neither counts nor reaches a person', () => {
    expect(workStateAfter('untouched', touch('bounced', { counts: false }))).toBe('untouched');
  });

  it('is not connected by an automated touch', () => {
    expect(workStateAfter('untouched', touch('replied', { automated: true }))).toBe('attempting');
    expect(workStateAfter('untouched', touch('replied', { automated: true, counts: false }))).toBe('untouched');
  });

  it.each(WORK_STATES)('never goes back from %s', (before) => {
    for (const outcome of ['noAnswer', 'connected']) {
      const after = workStateAfter(before, touch(outcome));
      expect(WORK_STATES.indexOf(after)).toBeGreaterThanOrEqual(WORK_STATES.indexOf(before));
    }
  });
});
