import { expect, it } from '@jest/globals';
import { readName } from '../../src/leads/naming.js';
import { readingSettings } from '../support/reading-settings.js';

const LEAD = '019CAFC2-0000-7000-8000-0000000000AB';

it.each([
  ['by its id, in either case', { leadId: LEAD }, { by: 'id', id: LEAD.toLowerCase() }],
  ['where it came from', { leadExternalId: 'A', source: 'Web' }, { by: 'externalId', source: 'Web', externalId: 'A' }],
  ['by an address, without case', { email: 'Kim@Example.org' }, { by: 'email', key: 'kim@example.org' }],
  ['by a number, as it is compared', { phone: '030 901820' }, { by: 'phone', key: '+4930901820' }],
  ['by a number that fits none', { phone: 'ask Kim' }, { by: 'phone', key: null }],
])('a lead can be identified %s', (_, given, name) => expect(readName(given, readingSettings('DE'))).toEqual(name));

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
