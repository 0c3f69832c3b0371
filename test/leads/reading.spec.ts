import { describe, expect, it } from '@jest/globals';
import { leadInputOf } from '../../src/leads/lead.js';
import { faultsOfLead, readLead } from '../../src/leads/reading.js';
import { faultsOfReportedInstant } from '../../src/leads/reported-instant.js';
import { DAY, MINUTE } from '../support/instants.js';
import { readingSettings } from '../support/reading-settings.js';
import { aDirectory } from './directory.builder.js';

const NOW = Date.parse('2026-03-02T15:00:00.000Z');
const RECEIVED = { at: NOW, by: 'key' };
const SETTINGS = readingSettings();
const read = (body: object) => readLead({ source: 'web', test: false, ...body }, RECEIVED, SETTINGS);

describe('a reported instant', () => {
  const codesOf = (at: number, notBefore?: number) =>
    faultsOfReportedInstant(at, '/at', { now: NOW, backdating: 'PT15M', notBefore: notBefore ?? null }).map(
      (fault) => fault.code,
    );

  it.each([
    ['less than five minutes ahead is believed', NOW + 5 * MINUTE - 1, []],
    ['five minutes ahead is believed', NOW + 5 * MINUTE, []],
    ['further ahead is a mistake', NOW + 5 * MINUTE + 1, ['future']],
    ['younger than may be backdated is believed', NOW - 15 * MINUTE + 1, []],
    ['as old as may be backdated is believed', NOW - 15 * MINUTE, []],
    ['older than may be backdated is not', NOW - 15 * MINUTE - 1, ['backdated']],
  ])('%s', (_, at, codes) => expect(codesOf(at)).toEqual(codes));

  it.each([
    ['before the lead was submitted is not believed', -1, ['beforeLead']],
    ['when the lead was submitted is believed', 0, []],
    ['after the lead was submitted is believed', 1, []],
  ])('%s', (_, after, codes) => expect(codesOf(NOW - MINUTE + after, NOW - MINUTE)).toEqual(codes));
});

describe('a lead', () => {
  it.each([
    ['submitted a week ago is taken', { submittedAt: new Date(NOW - 7 * DAY).toISOString() }, []],
    ['submitted longer ago is not', { submittedAt: new Date(NOW - 7 * DAY - 1).toISOString() }, ['backdated']],
    ['given to somebody is taken, in either case of the id', { owner: { repId: 'ANN' } }, []],
    ['given to nobody known is not', { owner: { repId: 'bo' } }, ['unknownId']],
    ['that says neither is taken', {}, []],
  ])('%s', (_, body, codes) => {
    const directory = aDirectory({ reps: [{ id: 'ann', name: 'Ann' }] });
    expect(faultsOfLead(body, directory, NOW).map((fault) => fault.code)).toEqual(codes);
  });

  it('has null for fields that were not sent, and a contact without fields', () => {
    expect(read({})).toEqual({
      externalId: null,
      importId: null,
      source: 'web',
      channel: null,
      campaign: null,
      form: null,
      landingPage: null,
      message: null,
      submittedAt: null,
      refs: null,
      contact: {},
      company: null,
      attributes: null,
      clickIds: null,
      clickKey: null,
      consent: null,
      test: false,
      receivedAt: NOW,
      createdBy: 'key',
      emailKey: null,
      companyKey: null,
      phoneKey: null,
      issues: ['noContact'],
    });
  });

  it('is returned as it was sent, except for the notation of instants', () => {
    const told = {
      externalId: 'crm-1',
      source: 'web',
      contact: { email: 'Kim@Example.com', doNot: ['call'] },
      attributes: { plan: 'pro', seats: 3 },
      submittedAt: '2026-03-02T15:59:00+01:00',
      clickIds: { gclid: 'g', clickedAt: '2026-03-02T15:58:00+01:00' },
      test: true,
    };
    expect(leadInputOf(read(told))).toEqual({
      ...told,
      submittedAt: '2026-03-02T14:59:00.000Z',
      clickIds: { gclid: 'g', clickedAt: '2026-03-02T14:58:00.000Z' },
    });
  });

  it('is compared by its lower-case address and its international number', () => {
    const { emailKey, phoneKey } = read({
      contact: { email: 'Kim@Example.com', phone: '030 12345678', country: 'DE' },
    });
    expect([emailKey, phoneKey]).toEqual(['kim@example.com', '+493012345678']);
  });

  it.each([
    ['Namibia for a number there', { phone: '+264 61 2902000', country: 'NA' }, 'NA', []],
    ['Namibia for its time zone', { email: 'a@b.example', country: 'na', timeZone: 'Africa/Windhoek' }, 'NA', []],
    ['Namibia for a number in brackets', { phone: '(+264) 61 290 2000', country: 'NA' }, 'NA', []],
    ['no country for it with a stroke', { email: 'a@b.example', country: 'N/A' }, undefined, ['unknownCountry']],
    ['Namibia by its name', { email: 'a@b.example', country: 'Namibia' }, 'NA', []],
    ['no country for "not available"', { phone: '+49 30 901820', country: 'NA' }, undefined, ['unknownCountry']],
    ['no country for it with full stops', { email: 'a@b.example', country: 'N.A.' }, undefined, ['unknownCountry']],
  ])('has %s', (_, contact: object, country, issues) => {
    const document = read({ contact });
    expect([document.contact.country, document.issues]).toEqual([country, issues]);
  });

  it('has Namibia where numbers are those of Namibia', () => {
    const lead = { source: 'web', test: false, contact: { phone: '061 290 2000', country: 'NA' } };
    const { contact, phoneKey } = readLead(lead, RECEIVED, { ...SETTINGS, defaultCountry: 'NA' });
    expect([contact.country, phoneKey]).toEqual(['NA', '+264612902000']);
  });

  it.each([
    ['an address that is none', { email: 'kim' }, ['noContact', 'unreadableEmail']],
    ['a number that cannot be read', { phone: '030 1' }, ['noContact', 'unreadablePhone']],
    ['nothing odd', { email: 'a@b.example', timeZone: 'Europe/Berlin' }, []],
  ])('is accepted with %s', (_, contact, issues) => expect(read({ contact }).issues).toEqual(issues));

  it.each([
    [
      'a click that an ad platform gave out',
      { gclid: 'EAIaIQobChMI-a_b.c~d', clickedAt: new Date(NOW).toISOString() },
      [],
    ],
    ['a click id that holds a blank', { gclid: 'EAIaI QobChMI' }, ['malformedClickId']],
    ['a placeholder that nobody filled in', { gclid: '{gclid}' }, ['malformedClickId']],
    ['a lead id of Meta that is no number', { metaLeadId: 'l:1234' }, ['malformedClickId']],
    ['an fbclid of which no fbc can be made', { fbclid: 'IwAR<1>' }, ['malformedClickId']],
    ['the id of a tag, which may be anything', { transactionId: 'Order #12', eventId: 'é' }, []],
  ])('is accepted with %s, and has an issue if that is malformed', (_, clickIds, issues) => {
    const document = read({ contact: { email: 'a@b.example' }, clickIds });
    expect(document.issues).toEqual(issues);
    expect(document.clickIds).toEqual(clickIds);
  });

  it.each([
    ['as far ahead as clocks differ', 5 * 60_000, []],
    ['further ahead', 5 * 60_000 + 1, ['futureClick']],
  ])('is accepted with a click %s, whose time is left out if it cannot be true', (_, aheadMs, issues) => {
    const clickIds = { gclid: 'g', clickedAt: new Date(NOW + aheadMs).toISOString() };
    const document = read({ contact: { email: 'a@b.example' }, clickIds });
    expect(document.issues).toEqual(issues);
    expect(document.clickIds).toEqual(issues.length === 0 ? clickIds : { gclid: 'g' });
  });
});
