import { describe, expect, it } from '@jest/globals';
import { suggestionFor } from '../../src/platform/input/near.js';

const TYPES = ['lead.assigned', 'lead.reassigned', 'lead.queued', 'sla.breached', 'sla.met'];

describe('the suggestion', () => {
  it.each([
    ['leads.assigned', 'lead.assigned'],
    ['LEAD.QUEUED', 'lead.queued'],
    ['sla.breach', 'sla.breached'],
  ])('for %s is %s', (given, meant) => expect(suggestionFor(given, TYPES)).toBe(` Did you mean "${meant}"?`));

  it.each([['handoff.started'], [''], ['x'.repeat(100_000)], [12], [null], [undefined]])('for %p is none', (given) =>
    expect(suggestionFor(given, TYPES)).toBe(''),
  );

  it('is the only word that the given one begins with, if none is near', () => {
    const days = ['mon', 'tue', 'wed'];
    expect(suggestionFor('monday', days)).toBe(' Did you mean "mon"?');
    expect(suggestionFor('toward', ['to', 'tow', 'towa'])).toBe(' Did you mean "towa"?');
    expect(suggestionFor('telephoneNumber', ['tel', 'teleph'])).toBe('');
  });

  it('is none if two candidates are equally near', () => {
    expect(suggestionFor('sla.mat', ['sla.met', 'sla.mut'])).toBe('');
  });
});
