import { describe, expect, it } from '@jest/globals';
import { faultsOfQuarantine, faultsOfSend, faultsOfSettings } from '../../src/feedback/destinations/faults.js';
import { PLATFORM_NAMES, type Platform } from '../../src/feedback/platform.js';
import { PLATFORMS } from '../../src/feedback/platforms.js';
import { WAY_NAMES, WAYS } from './maya.js';

const inWords = (faults: ReturnType<typeof faultsOfSend>) => faults.map(({ pointer, code }) => `${pointer} ${code}`);
const csv = { transport: 'csv', customerId: '1234567890' };

describe.each(WAY_NAMES)('settings and rules of %s', (name) => {
  const { platform, settings, send } = WAYS[name];

  it('are accepted where they are valid', () => {
    expect(faultsOfSettings(platform, structuredClone(settings), '/settings')).toEqual([]);
    expect(faultsOfSend(platform, settings, structuredClone(send), '/rules/0/send')).toEqual([]);
    expect(faultsOfSend(platform, settings, { ...send, value: 'milestone' }, '')).toEqual([]);
    expect(faultsOfSend(platform, settings, { ...send, value: { amount: '10.00', currency: 'EUR' } }, '')).toEqual([]);
  });

  it('may have no unknown field', () => {
    expect(inWords(faultsOfSettings(platform, { ...settings, colour: 1 }, '/settings'))).toEqual([
      '/settings/colour unknown',
    ]);
    expect(inWords(faultsOfSend(platform, settings, { ...send, colour: 1 }, '/rules/0/send'))).toEqual([
      '/rules/0/send/colour unknown',
    ]);
  });

  it('may have no value that is a bare number or negative', () => {
    for (const [value, fault] of [
      [5, '/value value'],
      [{ amount: '-1', currency: 'EUR' }, '/value/amount format'],
      [{ amount: 5, currency: 'EUR' }, '/value/amount type'],
      [{ amount: '5' }, '/value/currency required'],
      [{ amount: '5', currency: 'EUX' }, '/value/currency currency'],
    ])
      expect(inWords(faultsOfSend(platform, settings, { ...send, value }, ''))).toEqual([fault]);
  });

  it('stay the same when they are validated again', () => {
    const read = structuredClone(settings);
    faultsOfSettings(platform, read, '');
    const again = structuredClone(read);
    expect(faultsOfSettings(platform, again, '')).toEqual([]);
    expect(again).toEqual(read);
  });
});

describe('a fault', () => {
  it.each<[Platform, object, string[]]>([
    ['googleAds', {}, ['/transport required', '/customerId required']],
    ['googleAds', { ...csv, customerId: '123-456-7890' }, ['/customerId format']],
    ['googleAds', { ...csv, transport: 'soap' }, ['/transport value']],
    ['googleAds', { ...csv, apiVersion: '26' }, ['/apiVersion format']],
    ['meta', {}, ['/datasetId required']],
    ['meta', { datasetId: 'abc' }, ['/datasetId format']],
    ['linkedin', { accountId: '1', apiVersion: '202613' }, ['/apiVersion format']],
    ['microsoft', { customerId: '1' }, ['/accountId required']],
    ['tiktok', { eventSetId: 7057103914977558 }, ['/eventSetId type']],
    ['generic', { url: 'ftp://example.com' }, ['/url format']],
    ['generic', { url: 'https://example.com/{leadId}' }, ['/url format']],
    ['generic', { hashedContact: 'sometimes' }, ['/hashedContact value']],
  ])('in settings of %s is named: %j', (platform, settings, expected) => {
    expect(inWords(faultsOfSettings(platform, settings, ''))).toEqual(expected);
  });

  it.each<[Platform, object, object, string[]]>([
    [
      'googleAds',
      csv,
      { conversionActionId: 'customers/1/conversionActions/2', name: 'Won' },
      ['/conversionActionId format'],
    ],
    ['googleAds', csv, { conversionActionId: '1' }, ['/name required']],
    [
      'googleAds',
      { ...csv, transport: 'dataManager', adjustBy: 'csv' },
      { conversionActionId: '1' },
      ['/name required'],
    ],
    ['googleAds', csv, { conversionActionId: '1', name: '=Won' }, ['/name format']],
    ['googleAds', csv, { conversionActionId: '1', name: 'Won, big' }, ['/name format']],
    ['googleAds', csv, { conversionActionId: '1', name: 'Won {stage}' }, ['/name unknownPlaceholder']],
    ['meta', {}, { event: '{{stage}}' }, ['/event unknownPlaceholder']],
    ['meta', {}, {}, ['/event required']],
    ['meta', {}, { retract: 'qualified' }, ['/retract contradiction']],
    ['linkedin', {}, { restate: 'won', value: 'milestone' }, ['/restate contradiction']],
    ['tiktok', {}, { retract: 'received' }, ['/retract contradiction']],
    ['microsoft', {}, { retract: 'lost' }, ['/retract value']],
    ['microsoft', {}, { retract: 'won', goal: 'Won' }, ['/goal unknown']],
    ['microsoft', {}, { retract: 'won' }, []],
    ['googleAds', { ...csv, transport: 'dataManager' }, { retract: 'won' }, []],
    ['googleAds', csv, { restate: 'won', value: { amount: '0', currency: 'EUR' } }, []],
  ])('in a rule of %s %j is named: %j', (platform, settings, send, expected) => {
    expect(inWords(faultsOfSend(platform, settings, send, ''))).toEqual(expected);
  });

  it('says what was expected', () => {
    const [fault] = faultsOfSend('googleAds', csv, { conversionActionId: 'x', name: 'Won' }, '/rules/2/send');
    expect(fault).toEqual({
      pointer: '/rules/2/send/conversionActionId',
      code: 'format',
      message: 'Expected the digits that are the id of a conversion action.',
    });
    expect(faultsOfSend('meta', {}, { retract: 'won' }, '')[0]!.message).toBe(
      'Meta takes nothing back: an event that was sent stays as it is.',
    );
  });

  it('in a quarantine is that it is longer than platforms allow', () => {
    expect(faultsOfQuarantine('P5D', '/quarantine')).toEqual([]);
    expect(faultsOfQuarantine('PT0S', '/quarantine')).toEqual([]);
    expect(inWords(faultsOfQuarantine('P5DT1S', '/quarantine'))).toEqual(['/quarantine tooLarge']);
    expect(inWords(faultsOfQuarantine('soon', '/quarantine'))).toEqual(['/quarantine duration']);
  });
});

it('every platform is in the registry, with a display name', () => {
  expect(Object.keys(PLATFORMS)).toEqual([...PLATFORM_NAMES]);
  for (const { words } of Object.values(PLATFORMS)) expect(words).toMatch(/\w/);
});
