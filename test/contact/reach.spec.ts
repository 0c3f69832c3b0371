import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Reachable, reachOf, readReach, writeReach } from '../../src/contact/reach.js';
import { type CountingTouch, kindsOfFirstTouch } from '../../src/sla/policy.js';
import { policy } from '../sla/sla.builder.js';

const ANY = ['call', 'sms', 'email', 'chat'];
const kindsOf = (contact: Reachable, kinds: string[]) => reachOf({ contact, phoneKey: null }, kinds)?.kinds ?? null;

describe('the channels by which a person may be contacted', () => {
  it.each<[string, Reachable, string[] | null, string[]]>([
    ['those that they gave an address for', { phone: '1' }, ['call', 'chat', 'sms'], ANY],
    ['not those that they forbid', { phone: '1', email: 'a@b.c', doNot: ['call'] }, ['chat', 'email', 'sms'], ANY],
    ['what is asked, where no address is known', {}, ['call', 'email'], ['call', 'email']],
    ['none, where all are forbidden', { phone: '1', doNot: ['call', 'sms'] }, null, ['call', 'sms']],
    [
      'what is not forbidden, though its address is missing',
      { phone: '1', doNot: ['call'] },
      ['email'],
      ['call', 'email'],
    ],
  ])('are %s', (_, contact, expected, kinds) => {
    expect(kindsOf(contact, kinds)).toEqual(expected);
  });

  it('are stored with where the person lives, and read as they were written', () => {
    const reaches = fc.record({
      kinds: fc.subarray(['call', 'chat', 'email', 'sms'], { minLength: 1 }),
      region: fc.option(fc.constantFrom('US-HI', 'DE')),
      zones: fc.subarray(['America/Argentina/Buenos_Aires', 'Europe/Berlin', 'Etc/GMT-14']),
    });
    fc.assert(fc.property(reaches, (reach) => expect(readReach(writeReach(reach))).toEqual(reach)));
  });

  it('need no arrangement, for a first touch of any kind', () => {
    const counting = (...counts: CountingTouch[]) => kindsOfFirstTouch(policy({ counts: counts as never }));
    expect(counting({ direction: 'outbound' })).toEqual(['call', 'sms', 'email']);
    expect(counting({ direction: 'inbound', kind: 'email' })).toEqual([]);
    expect(counting({ direction: 'outbound', kind: 'meeting' }, { direction: 'inbound' })).toEqual(['meeting']);
  });
});
