import { describe, expect, it } from '@jest/globals';
import { draftsOf, worthOfDrafts } from '../../../src/console/web/contracts/line-drafts.js';

const line = (amount: string, kind: 'recurring' | 'usage' | 'oneOff' = 'recurring') => ({
  product: 'Suite',
  kind,
  segments: [{ from: '2027-01-01', amount, cause: 'renewal' as const }],
});
const worth = (...lines: ReturnType<typeof line>[]) => worthOfDrafts(draftsOf(lines));

describe('what a renewal is worth by its lines', () => {
  it('is the sum of their amounts, without usage', () => {
    expect(worth(line('28800.00'), line('2400.50'))).toBe('31200.50');
    expect(worth(line('28800'), line('99.00', 'usage'), line('0.0105', 'oneOff'))).toBe('28800.0105');
    expect(worth(line('0'))).toBe('0.00');
  });

  it('is not known while there are no lines, or one lacks an amount', () => {
    expect(worth()).toBeNull();
    expect(worth(line('28800.00'), line(''))).toBeNull();
    expect(worth(line('28,800'))).toBeNull();
  });
});
