import { describe, expect, it } from '@jest/globals';
import { namesAgree } from '../../src/leads/person-names.js';
import { concerned, type Person, relationOf, type SharingLead, sharedBy } from '../../src/leads/same-person.js';

const MOBILE = '+491712345678';
const OFFICE = '+49305551000';
const NOT_SHARED = { address: false, number: false };

const person = (fields: Partial<Person>): Person => ({
  emailKey: null,
  phoneKey: null,
  clickKey: null,
  contact: {},
  ...fields,
});
const lead = (by: SharingLead['by'], fields: Partial<SharingLead> = {}): SharingLead => ({
  id: '1',
  status: 'open',
  ownerId: 'ann',
  by,
  emails: [],
  names: [],
  ...fields,
});

describe('a lead is of the same person', () => {
  it.each<[string, Partial<Person>, SharingLead]>([
    [
      'by the same address, whatever the names',
      { emailKey: 'a@x.example', contact: { name: 'Kim Lee' } },
      lead('email', { names: [{ name: 'Bo Roe' }] }),
    ],
    [
      'by the same number if it came without an address',
      { phoneKey: OFFICE },
      lead('phone', { emails: ['a@x.example'] }),
    ],
    ['by the same number if the lead has no address', { phoneKey: OFFICE, emailKey: 'a@x.example' }, lead('phone')],
    [
      'by the same number if one of its addresses is the same',
      { phoneKey: OFFICE, emailKey: 'b@x.example' },
      lead('phone', { emails: ['a@x.example', 'b@x.example'] }),
    ],
    [
      'by the same mobile and last name',
      { phoneKey: MOBILE, emailKey: 'b@x.example', contact: { name: 'Kim Lee' } },
      lead('phone', { emails: ['a@x.example'], names: [{ firstName: 'K.', lastName: 'LEE' }] }),
    ],
    [
      'by the same mobile if one has no last name',
      { phoneKey: MOBILE, emailKey: 'b@x.example', contact: { name: 'Kim' } },
      lead('phone', { emails: ['a@x.example'], names: [{ name: 'Kim Lee' }] }),
    ],
  ])('%s', (_, fields, other) => expect(relationOf(person(fields), other, NOT_SHARED)).toBe('same'));
});

describe('a lead is only linked', () => {
  it.each<[string, Partial<Person>, SharingLead]>([
    [
      'by the number of an office with two addresses, even with one last name',
      { phoneKey: OFFICE, emailKey: 'b@x.example', contact: { name: 'Kim Lee' } },
      lead('phone', { emails: ['a@x.example'], names: [{ name: 'Kim Lee' }] }),
    ],
    [
      'by a mobile with two addresses and last names',
      { phoneKey: MOBILE, emailKey: 'b@x.example', contact: { name: 'Kim Lee' } },
      lead('phone', { emails: ['a@x.example'], names: [{ name: 'Bo Roe' }] }),
    ],
    [
      'by a number of North America, where nobody can tell a mobile',
      { phoneKey: '+16505550142', emailKey: 'b@x.example' },
      lead('phone', { emails: ['a@x.example'] }),
    ],
    [
      'by a number that is not given out',
      { phoneKey: '+447700900115', emailKey: 'b@x.example' },
      lead('phone', { emails: ['a@x.example'] }),
    ],
    ['by a click', { clickKey: 'gclid:a' }, lead('clickId')],
  ])('%s', (_, fields, other) => expect(relationOf(person(fields), other, NOT_SHARED)).toBe('linked'));
});

describe('what many share says nothing about who somebody is', () => {
  const kim = person({ emailKey: 'c@x.example', phoneKey: OFFICE, contact: { name: 'Kim Lee' } });

  it('with three addresses on a number, or three names on an address', () => {
    expect(sharedBy(kim, ['a@x.example'], ['bo roe'])).toEqual(NOT_SHARED);
    expect(sharedBy(kim, ['a@x.example', 'b@x.example'], ['bo roe', 'cy fox'])).toEqual({
      number: true,
      address: true,
    });
  });

  it('counting its own address and name once', () => {
    expect(sharedBy(kim, ['a@x.example', 'c@x.example'], ['bo roe', 'kim lee'])).toEqual(NOT_SHARED);
  });

  it('neither joins nor links', () => {
    expect(relationOf(kim, lead('phone'), { address: false, number: true })).toBe('none');
    expect(relationOf(kim, lead('email'), { address: true, number: false })).toBe('none');
  });
});

it('of several leads, one of the same person comes before one that is linked, and an open one before others', () => {
  const kim = person({ emailKey: 'b@x.example', phoneKey: OFFICE });
  const linked = lead('phone', { id: '3', emails: ['a@x.example'] });
  const lost = lead('email', { id: '2', status: 'lost' });
  expect(concerned(kim, [linked, lost], NOT_SHARED)).toMatchObject({ id: '2', relation: 'same' });
  const open = lead('email', { id: '1' });
  expect(concerned(kim, [linked, lost, open], NOT_SHARED)).toMatchObject({ id: '1', relation: 'same' });
  expect(concerned(kim, [linked], NOT_SHARED)).toMatchObject({ id: '3', relation: 'linked' });
  const suppressed = lead('email', { id: '4', status: 'suppressed' });
  expect(concerned(kim, [suppressed, lost], NOT_SHARED)).toMatchObject({ id: '2' });
  expect(concerned(kim, [suppressed], NOT_SHARED)).toMatchObject({ id: '4', status: 'suppressed' });
});

it.each([
  [{ name: 'Kim Lee' }, { firstName: 'Kim', lastName: 'Lee' }, true],
  [{ name: 'Lee, Kim' }, { name: 'kim lee' }, true],
  [{ name: 'Zoë Müller' }, { lastName: 'MULLER' }, true],
  [{ name: 'Kim Lee' }, { name: 'Kim Roe' }, false],
  [{ name: 'Kim' }, { name: 'Bo Roe' }, true],
  [{}, { name: 'Bo Roe' }, true],
])('the names %j and %j agree: %s', (one, other, agree) => expect(namesAgree(one, other)).toBe(agree));
