import { expect, it } from '@jest/globals';
import { faultOfNoLead, type LeadName, type NoLead, readName } from '../../src/leads/naming.js';
import { readingSettings } from '../support/reading-settings.js';

const LEAD = '019CAFC2-0000-7000-8000-0000000000AB';
const SETTINGS = readingSettings('DE', { placeholders: ['none@none.com'] });

it.each([
  ['by its id, in either case', { leadId: LEAD }, { by: 'id', id: LEAD.toLowerCase() }],
  ['where it came from', { leadExternalId: 'A', source: 'Web' }, { by: 'externalId', source: 'Web', externalId: 'A' }],
  ['by an address, without case', { email: 'Kim@Example.org' }, { by: 'email', key: 'kim@example.org' }],
  ['by a number, as it is compared', { phone: '030 901820' }, { by: 'phone', key: '+4930901820' }],
  ['by a number that is none', { phone: 'ask Kim' }, { by: 'phone', key: null, why: 'unreadable' }],
  ['by an address of nobody', { email: 'None@none.com' }, { by: 'email', key: null, why: 'placeholder' }],
])('a lead can be identified %s', (_, given, name) => expect(readName(given, SETTINGS)).toEqual(name));

it.each<[string, object, string[]]>([
  ['nothing', {}, [' oneOf']],
  ['two ways', { email: 'kim@example.org', phone: '030 901820' }, [' oneOf']],
  ['an external id alone', { leadExternalId: 'A' }, ['/source required']],
  ['a source alone', { source: 'web' }, ['/leadExternalId required']],
  ['a source beside another way', { source: 'web', leadId: LEAD }, ['/leadExternalId required']],
  ['half a way beside two', { source: 'web', leadId: LEAD, email: 'a@b.c' }, ['/leadExternalId required', ' oneOf']],
])('%s identifies no lead', (_, given, codes) => {
  const read = readName(given, readingSettings());
  expect('faults' in read && read.faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(codes);
});

const saidOf = (name: LeadName, why: NoLead) => {
  const { pointer, code, message } = faultOfNoLead(name, why);
  return `${pointer} ${code}: ${message}`;
};

it.each<[string, object, NoLead, string]>([
  [
    'cannot be read',
    { email: 'ask Kim' },
    'unknownLead',
    '/email unreadable: This is no e-mail address that can be read, so it identifies nobody.',
  ],
  [
    'is a placeholder',
    { email: 'none@none.com' },
    'unknownLead',
    '/email placeholder: By the settings, this address is a placeholder, which identifies nobody.',
  ],
  [
    'is unknown',
    { phone: '030 901820' },
    'unknownLead',
    '/phone unknownLead: No lead that you may work on has this number.',
  ],
  [
    'several open leads have',
    { email: 'kim@example.org' },
    'severalOpen',
    '/email severalOpen: Several open leads have this address: name the lead by its leadId.',
  ],
  [
    'several closed leads have',
    { phone: '030 901820' },
    'noneOpen',
    '/phone noneOpen: Several leads have this number, and none of them is open: name the lead by its leadId.',
  ],
])('a name that %s is refused in these words', (_, given, why, said) =>
  expect(saidOf(readName(given, SETTINGS) as LeadName, why)).toBe(said),
);
