import { describe, expect, it } from '@jest/globals';
import { nameOfLead, namesOf } from '../../src/leads/lead.js';
import { aDirectory } from './directory.builder.js';

describe('the name of a lead', () => {
  it.each([
    ['that of its contact', { name: 'Kim Example', firstName: 'K' }, { name: 'Acme' }, 'Kim Example'],
    ['first and last name together', { firstName: 'Kim', lastName: 'Example' }, { name: 'Acme' }, 'Kim Example'],
    ['a last name alone', { lastName: 'Example' }, null, 'Example'],
    ['that of the company, where the contact has none', { email: 'a@b.example' }, { name: 'Acme' }, 'Acme'],
    [
      'where it came from and when, where nobody has one',
      {},
      { domain: 'b.example' },
      'A lead from web received Mon 2 Mar 2026, 09:00 (Europe/Berlin)',
    ],
  ])('is %s', (_, contact, company, expected) => {
    const lead = { contact, company, source: 'web', receivedAt: Date.parse('2026-03-02T08:00:00Z') };
    expect(nameOfLead(lead, namesOf(aDirectory({}), 'Europe/Berlin'))).toBe(expected);
  });
});

describe('the names in a sentence', () => {
  const names = namesOf(aDirectory({ reps: [{ id: 'r1', name: 'Ann' }], pools: [{ id: 'p1', name: 'DACH' }] }));

  it('are those of today', () => expect([names.rep('r1'), names.pool('p1')]).toEqual(['Ann', 'DACH']));
  it('are ids for a rep or pool that no longer exists', () =>
    expect([names.rep('r2'), names.pool('p2')]).toEqual(['rep r2', 'pool p2']));
  it('say so if there is no rep or pool', () =>
    expect([names.rep(null), names.pool(undefined)]).toEqual(['nobody', 'no pool']));
});
