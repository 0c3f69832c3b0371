import { describe, expect, it } from '@jest/globals';
import { suggestTargets } from '../../../src/imports/subjects/leads/suggesting.js';

const column = (name: string, ...values: string[]) => ({
  name,
  values: [...new Set(values.filter((value) => value !== ''))],
  distinct: new Set(values).size / values.length,
});

describe('the suggested target of a column', () => {
  it('follows its name', () => {
    const columns = [
      column('Vorname', 'Ann', 'Bo'),
      column('Name', 'Lee', 'Kim'),
      column('E-Mail', 'ann@example.com', 'bo@example.com'),
      column('Lead Source', 'Google', 'google', 'Select'),
      column('Created', '12/31/2026', '01/02/2026'),
      column('Create Date', '12/31/2026', '01/02/2026'),
    ];
    expect(suggestTargets(columns)).toEqual([
      { to: 'contact.firstName' },
      { to: 'contact.lastName' },
      { to: 'contact.email' },
      { to: 'source', values: { Select: null } },
      { to: 'submittedAt', format: 'MDY' },
      { to: 'attributes.Create Date' },
    ]);
  });

  it('follows what it holds if its name says nothing', () => {
    const columns = [
      column('A', 'ann@example.com', 'bo@example.com', 'n/a'),
      column('B', '+49 151 1234567', '0151 7654321'),
      column('C', 'Germany', 'France', 'Österreich'),
      column('D', '12', '7.5', '-'),
      column('E', 'Yes', 'No'),
      column('id', 'a1', 'a2'),
      column('F', '1000001', '1000002'),
      column('G', ''),
    ];
    expect(suggestTargets(columns)).toEqual([
      { to: 'contact.email', values: { 'n/a': null } },
      { to: 'contact.phone' },
      { to: 'contact.country' },
      { to: 'attributes.D', format: 'number', values: { '-': null } },
      { to: 'attributes.E', format: 'boolean' },
      { to: 'externalId' },
      { to: 'attributes.F', format: 'number' },
      { to: 'attributes.G' },
    ]);
  });

  it('is the id of the lead also if a lead stands twice in the file', () => {
    for (const name of ['Lead ID', 'lead_id', 'Record ID'])
      expect(suggestTargets([column(name, '7', '8', '9', '9')])).toEqual([{ to: 'externalId' }]);
  });

  it('is a number only if it cannot be read as two', () => {
    expect(suggestTargets([column('Umsatz', '1.500', '20')])).toEqual([{ to: 'attributes.Umsatz' }]);
    expect(suggestTargets([column('Score', '1.500', '2.25')])).toEqual([{ to: 'attributes.Score', format: 'number' }]);
  });

  it('does not follow a name that its values contradict', () => {
    const columns = [
      column('Email', 'Yes', 'No'),
      column('Lead ID', '7', '7', '8'),
      column('Work', 'a@b.de', 'c@d.de'),
    ];
    expect(suggestTargets(columns)).toEqual([
      { to: 'attributes.Email', format: 'boolean' },
      { to: 'attributes.Lead ID', format: 'number' },
      { to: 'contact.email' },
    ]);
  });

  it('reads channels that must not be used', () => {
    const both = [column('Do Not Email', 'No', 'Yes'), column('HasOptedOutOfEmail', 'true'), column('DoNotCall', 'No')];
    expect(suggestTargets(both)).toEqual([
      { to: 'contact.doNot', values: { Yes: 'email', No: null } },
      { to: 'contact.doNot', values: { Yes: 'email', No: null, true: 'email' } },
      { to: 'contact.doNot', values: { Yes: 'call', No: null } },
    ]);
  });

  it('is what an earlier import did with a column of that name', () => {
    const earlier = new Map([
      ['Mail', null],
      ['Kontakt', 'contact.email'],
    ]);
    const columns = [column('Mail', 'a@b.de', 'c@d.de'), column('Kontakt', 'a@b.de', 'c@d.de')];
    expect(suggestTargets(columns, earlier)).toEqual([null, 'contact.email']);
  });

  it('leaves out attributes for which a lead has no room', () => {
    const many = Array.from({ length: 120 }, (_, index) => column(`c${index}`, 'text'));
    const targets = suggestTargets(many);
    expect([targets[99], targets[100]]).toEqual([{ to: 'attributes.c99' }, null]);
  });
});
