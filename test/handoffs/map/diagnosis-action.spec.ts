import { describe, expect, it } from '@jest/globals';
import { timesOf } from '../../../src/handoffs/diagnosis/diagnosis-action.js';

describe('how often an exception came', () => {
  const row = (text: string, times: number, fields: object = {}) =>
    ({ what: 'exception', text, times, treatments: [], ...fields }) as const;

  it('is counted in whatever spelling, and without blockers in the same words', () => {
    const rows = [
      row('No  purchase ORDER ', 3),
      row('Else', 5),
      { ...row('No purchase order', 7), what: 'blocker' as const },
    ];
    expect(timesOf('no purchase order', rows)).toBe(3);
  });

  it('is counted by the name that its kind gives it later', () => {
    const rows = [row('Purchase order', 4, { treatments: ['standardise'] }), row('Order', 2)];
    expect(timesOf('There is no purchase order yet', rows)).toBe(4);
  });
});
