import { describe, expect, it } from '@jest/globals';
import type { ColumnTarget } from '../../../src/imports/mapping/target.js';
import { leadOfRow, planRows } from '../../../src/imports/subjects/leads/row-lead.js';

const EARLIEST = Date.parse('2026-03-01T00:00:00Z');
const options = {
  source: 'fair',
  timeZone: 'Europe/Berlin',
  settings: { defaultCountry: 'DE', placeholders: ['noreply@'] },
  earliest: EARLIEST,
  pastBefore: null,
  past: { reps: [], reasons: [], currency: 'EUR', now: EARLIEST },
};

/** Reads a row given as its columns, with where each goes. */
function readRow(cells: Readonly<Record<string, string>>, columns: Readonly<Record<string, ColumnTarget>>) {
  const plan = planRows(Object.keys(cells), { columns }, options);
  return leadOfRow(Object.values(cells), plan);
}

const EMAIL = { email: 'contact.email' };

describe('a row of a file', () => {
  it('becomes a lead', () => {
    const row = {
      email: 'Ann <ann@example.com>',
      created: '02.03.2026 10:30',
      size: '1.000',
      site: 'https://www.example.com/about',
      ads: 'yes',
      'Do Not Email': 'Yes',
      'Do Not Call': 'yes',
      hubspot: '77',
      age: '42',
      Specialization: 'Select',
      'Last.Activity': 'Email Opened',
      secret: 'x',
    };
    const columns = {
      ...EMAIL,
      created: 'submittedAt',
      size: 'company.employees',
      site: 'company.domain',
      ads: 'consent.adUserData',
      'Do Not Email': { to: 'contact.doNot', values: { Yes: 'email' } },
      'Do Not Call': { to: 'contact.doNot', values: { Yes: 'call' } },
      hubspot: 'refs.hubspot',
      age: { to: 'attributes.age', format: 'number' },
      secret: null,
    } as const;
    expect(readRow(row, columns)).toEqual({
      body: {
        source: 'fair',
        submittedAt: '2026-03-02T09:30:00.000Z',
        test: false,
        contact: { email: 'ann@example.com', doNot: ['email', 'call'] },
        company: { employees: 1000, domain: 'example.com' },
        consent: { adUserData: 'granted' },
        refs: { hubspot: '77' },
        attributes: { age: 42, 'Last.Activity': 'Email Opened' },
      },
      notes: [],
      past: null,
      submittedAt: Date.parse('2026-03-02T09:30:00Z'),
    });
  });

  it('keeps what its field cannot take as an attribute', () => {
    const row = { email: 'ann@example.com', when: '31.02.2026', zone: 'Mars', size: 'many', ads: 'perhaps' };
    const columns = {
      ...EMAIL,
      when: 'submittedAt',
      zone: 'contact.timeZone',
      size: 'company.employees',
      ads: 'consent.adUserData',
    };
    expect(readRow(row, columns)).toMatchObject({
      body: {
        contact: { email: 'ann@example.com' },
        attributes: { when: '31.02.2026', zone: 'Mars', size: 'many', ads: 'perhaps' },
      },
      notes: [
        'when: "31.02.2026" cannot be read, so it is kept as an attribute.',
        expect.stringContaining('does not fit the field'),
        expect.stringContaining('does not fit the field'),
        expect.stringContaining('does not fit the field'),
      ],
    });
  });

  it('of long ago comes in now, and keeps its date beside it', () => {
    const at = (when: string) => readRow({ email: 'ann@example.com', when }, { ...EMAIL, when: 'submittedAt' });
    expect(at('2026-02-28T23:59:59Z')).toMatchObject({
      body: { attributes: { when: '2026-02-28T23:59:59Z' } },
      submittedAt: EARLIEST - 1_000,
    });
    expect(at('2026-02-28T23:59:59Z')).not.toHaveProperty('body.submittedAt');
    expect(at('2026-03-01T00:00:00Z')).toMatchObject({ body: { submittedAt: '2026-03-01T00:00:00.000Z' }, notes: [] });
  });

  it('of history has a date that can be read and is not to come, or none', () => {
    const read = (cells: Readonly<Record<string, string>>, pastBefore = Number.POSITIVE_INFINITY) => {
      const columns = { ...EMAIL, Created: 'submittedAt', Worth: 'dealAmount' };
      return leadOfRow(Object.values(cells), planRows(Object.keys(cells), { columns }, { ...options, pastBefore }));
    };
    const email = 'ann@example.com';
    const unreadable = 'Created: "2026-13-45" is no date that can be read: write 2026-03-31 or 2026-03-31T09:30:00Z.';
    expect(read({ email, Created: '2026-13-45' })).toEqual({ why: unreadable });
    expect(read({ email, Created: '2026-13-45' }, EARLIEST)).toEqual({ why: unreadable });
    expect(read({ email, Created: '2026-03-02' })).toEqual({
      why: 'Created: "2026-03-02" is still to come: expected a date that is not in the future.',
    });
    expect(read({ email, Created: '' })).toMatchObject({ submittedAt: null, notes: [] });
    expect(read({ email, Worth: 'abc' })).toEqual({ why: 'Worth: "abc" is no amount: write 1500 or 1500.00.' });
  });

  it.each([
    [{}, 'It has no e-mail address and no phone number.'],
    [{ email: 'n/a', phone: '-' }, 'It has no e-mail address and no phone number.'],
    [{ email: 'ann at home', phone: '12' }, 'Nobody can be reached by "ann at home" and "12".'],
    [{ email: 'noreply@example.com' }, 'Nobody can be reached by "noreply@example.com".'],
  ])('by which nobody can be reached is no lead: %j', (row, why) => {
    expect(readRow(row, { ...EMAIL, phone: 'contact.phone' })).toEqual({ why });
  });

  it('is a lead if one of its address and number can be read', () => {
    const columns = { ...EMAIL, phone: 'contact.phone', land: 'contact.country' };
    expect(readRow({ email: 'none', phone: '0151 1234567' }, columns)).toHaveProperty('body');
    expect(readRow({ phone: '06 12 34 56 78', land: 'France' }, columns)).toHaveProperty('body');
  });

  it('says why a value that fits nowhere refuses it', () => {
    const row = { email: 'ann@example.com', essay: 'x'.repeat(4_001) };
    expect(readRow(row, EMAIL)).toEqual({
      why: 'essay: A custom field takes at most 4000 characters, and this has 4001.',
    });
  });
});
