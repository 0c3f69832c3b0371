import { describe, expect, it } from '@jest/globals';
import type { Schemas } from '../../../src/console/web/api/api.js';
import { choicesIn, namesIn, othersIn, personIn, titleOf } from '../../../src/console/web/persons/naming.js';

const ID = '019cafc2-1a00-7000-8000-00000000abcd';
const NUMBER = '+49 30 5551000';

/** A document with leads, each with forms that have joined it. */
const held = (...leads: { id: string; contact: object; forms?: object[] }[]) =>
  ({
    data: leads.map(({ id, contact, forms = [] }) => ({
      id,
      contact,
      inquiries: forms.map((sent) => ({ leadId: id, sent: { contact: sent } })),
    })),
    inquiries: [],
  }) as unknown as Schemas['SubjectAccess'];

it.each([
  ['kim@acme.example', { email: 'kim@acme.example' }, 'kim@acme.example'],
  [NUMBER, { phone: NUMBER }, NUMBER],
  [ID, { leadId: ID }, 'Lead 00abcd'],
  [`https://desk.example/console/leads/${ID}?from=mail`, { leadId: ID }, 'Lead 00abcd'],
])('%s names a person', (text, named, title) => {
  expect([personIn(text), titleOf(text)]).toEqual([named, title]);
});

describe('what is found of a person', () => {
  const found = held(
    { id: '1', contact: { name: 'Ada', email: 'ada@acme.example', phone: NUMBER } },
    { id: '2', contact: { firstName: 'Ben', lastName: 'Ode', phone: '+49305551000' }, forms: [{ name: 'ADA' }] },
  );

  it('has each name once, and what came beside a number however it is written', () => {
    expect(namesIn(found)).toEqual(['Ada', 'Ben Ode']);
    expect(othersIn(found, NUMBER)).toEqual(['ada@acme.example']);
    expect(othersIn(found, '030 5551000')).toEqual(['ada@acme.example']);
  });

  it('is of several people if a number came with several addresses', () => {
    const ada = { id: '1', contact: { name: 'Ada', email: 'Ada@acme.example' } };
    const again = { id: '2', contact: { name: 'Ada L.', email: 'ada@acme.example' } };
    expect(choicesIn(held(ada, again), NUMBER)).toEqual([]);
    const ben = { email: 'ben@acme.example' };
    expect(choicesIn(held(ada, { ...again, forms: [ben] }), NUMBER)).toEqual([
      { email: 'Ada@acme.example', names: ['Ada', 'Ada L.'], leadIds: ['1', '2'] },
      { email: 'ben@acme.example', names: [], leadIds: ['2'] },
    ]);
  });

  it('is of several people if an address came with several names, and of one if it is one lead', () => {
    const email = 'office@acme.example';
    const leads = held({ id: '1', contact: { name: 'Ada', email } }, { id: '2', contact: { name: 'Ben', email } });
    expect(choicesIn(leads, email)).toEqual([
      { email: null, names: ['Ada'], leadIds: ['1'] },
      { email: null, names: ['Ben'], leadIds: ['2'] },
    ]);
    expect(choicesIn(leads, ID)).toEqual([]);
  });
});
