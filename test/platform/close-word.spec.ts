import { describe, expect, it } from '@jest/globals';
import { meantBy } from '../../src/platform/near.js';

const TYPES = ['lead.assigned', 'lead.reassigned', 'lead.queued', 'sla.breached', 'sla.met'];

describe('what was likely meant', () => {
  it.each([
    ['leads.assigned', 'lead.assigned'],
    ['LEAD.QUEUED', 'lead.queued'],
    ['sla.breach', 'sla.breached'],
  ])('by %s is %s', (given, meant) => expect(meantBy(given, TYPES)).toBe(` Did you mean "${meant}"?`));

  it.each([['handoff.started'], [''], ['x'.repeat(100_000)], [12], [null], [undefined]])(
    'by %p is not guessed',
    (given) => expect(meantBy(given, TYPES)).toBe(''),
  );

  it('is not guessed where two are as near', () => {
    expect(meantBy('sla.mat', ['sla.met', 'sla.mut'])).toBe('');
  });
});
