import { expect, it } from '@jest/globals';
import { differencesOf, type PersonFact } from '../../src/leads/inquiry-differences.js';

const LEAD = {
  contact: { name: 'Kim Lee', email: 'Kim@acme.example', phone: '030 901820' },
  emailKey: 'kim@acme.example',
  phoneKey: '+4930901820',
};
const SAME = { emailKey: LEAD.emailKey, phoneKey: LEAD.phoneKey };
const NONE = { emailKey: null, phoneKey: null };

it.each<[string, object, { emailKey: string | null; phoneKey: string | null }, PersonFact[]]>([
  ['the same in other spellings', { name: 'Lee, Kim', email: 'KIM@acme.example', phone: '+49 30 901820' }, SAME, []],
  ['without a name, address and number', {}, NONE, []],
  ['with another name', { firstName: 'Kim', lastName: 'Smith', email: 'kim@acme.example' }, SAME, ['name']],
  [
    'with another address and number',
    { email: 'kim@home.example', phone: '+49 171 2345678' },
    { emailKey: 'kim@home.example', phoneKey: '+491712345678' },
    ['email', 'phone'],
  ],
  ['with a number that cannot be read', { phone: '12' }, { ...SAME, phoneKey: null }, ['phone']],
])('a form %s', (_how, contact, keys, differs) => {
  const document = { source: 'web', test: false, contact };
  expect(differencesOf({ document, ...keys }, LEAD)).toEqual(differs);
});

it('a form says an address that the lead does not have', () => {
  const form = { document: { source: 'web', test: false, contact: { email: 'kim@acme.example' } }, ...SAME };
  expect(differencesOf(form, { contact: { phone: '030 901820' }, emailKey: null, phoneKey: SAME.phoneKey })).toEqual([
    'email',
  ]);
});

it('what cannot be read differs as it was written, and a form that was erased says nothing', () => {
  const lead = { contact: { phone: '12' }, ...NONE };
  const document = { source: 'web', test: false, contact: { phone: '12' } };
  expect(differencesOf({ document, ...NONE }, lead)).toEqual([]);
  expect(differencesOf({ document: { ...document, contact: { phone: '13' } }, ...NONE }, lead)).toEqual(['phone']);
  expect(differencesOf({ document: null, ...NONE }, lead)).toEqual([]);
});
