import { describe, expect, it } from '@jest/globals';
import { amend } from '../../src/leads/amending.js';
import { leadInputOf } from '../../src/leads/lead.js';
import { readLead } from '../../src/leads/reading.js';
import { DAY } from '../support/instants.js';
import { readingSettings } from '../support/reading-settings.js';
import { aDirectory } from './directory.builder.js';

const RECEIVED_AT = Date.parse('2026-03-02T15:00:00.000Z');
const GIVEN = { directory: aDirectory({ defaultCountry: 'DE' }), now: RECEIVED_AT + 30 * DAY };
const BEFORE = readLead(
  {
    source: 'web',
    channel: 'paid',
    contact: { name: 'Kim', email: 'kim@b.example' },
    submittedAt: '2026-03-02T14:59:00.000Z',
    test: false,
  },
  { at: RECEIVED_AT, by: 'key' },
  readingSettings('DE'),
);
const amended = (patch: Record<string, unknown>) => amend(BEFORE, patch, GIVEN);

describe('an amendment', () => {
  it('replaces the given fields and leaves all others', () => {
    const { document, fields, faults } = amended({ channel: 'organic', contact: { name: 'Kim Example' } });
    expect(leadInputOf(document)).toEqual({
      ...leadInputOf(BEFORE),
      channel: 'organic',
      contact: { name: 'Kim Example', email: 'kim@b.example' },
    });
    expect(fields).toEqual(['channel', 'contact.name']);
    expect(faults).toEqual([]);
  });

  it('removes fields that are null', () => {
    const { document, fields } = amended({ channel: null, contact: { email: null } });
    expect([document.channel, document.contact, document.emailKey]).toEqual([null, { name: 'Kim' }, null]);
    expect(fields).toEqual(['channel', 'contact.email']);
  });

  it('removes a group with its last field, and names the fields', () => {
    const { document, fields } = amended({ contact: { name: null, email: null } });
    expect(document.contact).toEqual({});
    expect(fields).toEqual(['contact.email', 'contact.name']);
  });

  it('names each field of a group that was empty', () => {
    expect(amended({ company: { name: 'Acme', domain: 'acme.example' } }).fields).toEqual([
      'company.domain',
      'company.name',
    ]);
  });

  it('names a field verbatim, whatever characters are in its name', () => {
    expect(amended({ attributes: { 'a/b~c.d': 1 } }).fields).toEqual(['attributes.a/b~c.d']);
  });

  it('without changes names no fields', () => {
    expect(amended({ channel: 'paid', contact: { name: 'Kim' } }).fields).toEqual([]);
  });

  it('keeps the warning about a country that was left out until it names one', () => {
    const before = { ...BEFORE, contact: { name: 'Kim', email: 'a@b.example' }, issues: ['unknownCountry'] };
    expect(amend(before, { contact: { name: 'Q' } }, GIVEN).document.issues).toEqual(['unknownCountry']);
    expect(amend(before, { contact: { country: 'Germany' } }, GIVEN).document.issues).toEqual([]);
  });

  it('recalculates the contact keys and the issues', () => {
    const { document } = amended({ contact: { email: 'KIM', phone: '030 12345678' } });
    expect([document.emailKey, document.phoneKey]).toEqual([null, '+493012345678']);
    expect(document.issues).toEqual(['unreadableEmail']);
  });

  it('keeps when the lead came in, and who sent it', () => {
    const { receivedAt, createdBy } = amended({ channel: 'organic' }).document;
    expect([receivedAt, createdBy]).toEqual([RECEIVED_AT, 'key']);
  });

  it('does not check an unchanged submission instant again, but checks a new one', () => {
    expect(amended({ submittedAt: '2026-03-02T15:59:00+01:00' }).faults).toEqual([]);
    expect(amended({ submittedAt: '2026-03-02T14:58:00Z' }).faults).toMatchObject([
      { pointer: '/submittedAt', code: 'backdated' },
    ]);
  });

  it('is refused if the lead as a whole would be invalid', () => {
    const attributes = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`a${index}`, index]));
    expect(amended({ attributes }).faults).toMatchObject([{ pointer: '/attributes', code: 'tooMany' }]);
  });
});
