import { describe, expect, it } from '@jest/globals';
import { timesOf } from '../../../src/handoffs/diagnosis/diagnosis-action.js';

describe('how often an exception came', () => {
  const row = (text: string, times: number, isKnown = false) => ({ text, times, isKnown });

  it('is counted in whatever spelling', () => {
    expect(timesOf('no purchase order', [row('No  purchase ORDER ', 3), row('Else', 5)])).toBe(3);
  });

  it('is counted by the name that its kind gives it later', () => {
    const rows = [row('Purchase order', 4, true), row('Order', 2)];
    expect(timesOf('There is no purchase order yet', rows)).toBe(4);
  });
});
