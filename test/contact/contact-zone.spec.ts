import { describe, expect, it } from '@jest/globals';
import { getAllCountries } from 'countries-and-timezones';
import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { type Address, contactZoneOf, holidayRegionOf, whereaboutsOf } from '../../src/contact/contact-zone.js';
import { split, zonesOfCountry } from '../../src/contact/zones-of-countries.js';
import { AREA_CODES, placeOfNumber } from '../../src/contact/zones-of-numbers.js';
import { runs } from '../support/runs.js';

const zonesOf = (address: Address, phone: string | null = null) => contactZoneOf(address, phone)?.zones ?? null;

describe('the time zone of a person', () => {
  it.each<[string, string | null, Address, string]>([
    ['a number of Hawaii', '+18085550100', {}, 'Pacific/Honolulu'],
    ['a number of New York', '+12125550100', {}, 'America/New_York'],
    ['a number of El Paso', '+19155550100', { country: 'US', region: 'Texas' }, 'America/Denver'],
    ['a number of Texas beside its state', '+12145550100', { country: 'US', region: 'TX' }, 'America/Chicago'],
    ['a number of Toronto', '+14165550100', {}, 'America/Toronto'],
    ['a number of Jamaica', '+18765550100', {}, 'America/Jamaica'],
    ['a number of Germany', '+4930123456', {}, 'Europe/Berlin'],
    ['a number of France', '+33140000000', {}, 'Europe/Paris'],
    ['a number of Britain', '+442071234567', {}, 'Europe/London'],
    ['a number of India', '+911123456789', {}, 'Asia/Kolkata'],
    ['a number of Nepal', '+97714123456', {}, 'Asia/Kathmandu'],
    ['a number of Perth or Adelaide, with the state', '+61891234567', { region: 'WA' }, 'Australia/Perth'],
    ['a number of Manaus', '+559232345678', {}, 'America/Manaus'],
    ['a number of the Canaries', '+34928123456', {}, 'Atlantic/Canary'],
    ['a number of Almaty', '+77272345678', {}, 'Asia/Almaty'],
    ['a number of Vladivostok', '+74232345678', {}, 'Asia/Vladivostok'],
    ['a country with one zone', null, { country: 'JP' }, 'Asia/Tokyo'],
    ['a country whose zone goes by another name', null, { country: 'IS' }, 'Atlantic/Reykjavik'],
    ['a neighbour of it', null, { country: 'SE' }, 'Europe/Stockholm'],
    ['a state by its name', null, { country: 'US', region: 'hawaii' }, 'Pacific/Honolulu'],
    ['a state by its code', null, { country: 'US', region: 'US-CA' }, 'America/Los_Angeles'],
    ['a ZIP code', null, { country: 'US', postalCode: '96813' }, 'Pacific/Honolulu'],
    ['a ZIP code with its addition', null, { country: 'US', postalCode: '10001-1234' }, 'America/New_York'],
    ['a Canadian postal code', null, { country: 'CA', postalCode: 'v6b 1a1' }, 'America/Edmonton America/Vancouver'],
    ['an Australian postcode', null, { country: 'AU', postalCode: '4000' }, 'Australia/Brisbane'],
    ['a CEP', null, { country: 'BR', postalCode: '01310-100' }, 'America/Sao_Paulo'],
    [
      'a state on two sides of a boundary',
      null,
      { country: 'US', region: 'Tennessee' },
      'America/Chicago America/New_York',
    ],
    ['an accent', null, { country: 'CA', region: 'Quebec' }, 'America/Toronto'],
  ])('is read from %s', (_, phone, address, zones) => {
    expect(zonesOf(address, phone)).toEqual(zones.split(' '));
  });

  it('is the given one, whatever else is known', () => {
    const given = contactZoneOf({ timeZone: 'Europe/Berlin', country: 'US' }, '+18085550100');
    expect(given).toEqual({ zones: ['Europe/Berlin'], derivedFrom: [] });
  });

  it('is derived if the given one is invalid', () => {
    expect(zonesOf({ timeZone: 'Berlin time', country: 'DE' })).toEqual(['Europe/Berlin']);
  });

  it('may be any of those that contradict each other', () => {
    expect(contactZoneOf({ country: 'US', region: 'California' }, '+12125550100')).toEqual({
      zones: ['America/Los_Angeles', 'America/New_York'],
      derivedFrom: ['phone', 'region', 'country'],
    });
    expect(zonesOf({ country: 'DE' }, '+12125550100')).toEqual(['America/New_York', 'Europe/Berlin']);
  });

  it('may be any zone of a country if nothing more is known', () => {
    expect(zonesOf({ country: 'US' })).toHaveLength(8);
    expect(zonesOf({}, '+79161234567')).toEqual([...zonesOfCountry('RU')].sort());
  });

  it.each<[string, string | null, Address]>([
    ['nothing is told', null, {}],
    ['a region is told without its country', null, { region: 'California', postalCode: '90210' }],
    ['the country is none', null, { country: 'Atlantis' }],
    [
      'the country is none, and a word of the language',
      null,
      { country: '__proto__', postalCode: '12345', region: 'constructor' },
    ],
    ['the number is free of charge', '+18005550100', {}],
    ['the number is of nowhere', '+8835100012345', {}],
  ])('is unknown where %s', (_, phone, address) => {
    expect(contactZoneOf(address, phone)).toBeNull();
  });

  it('is always valid if anything is known, and a given zone settles it', () => {
    const addresses = fc.record(
      {
        country: fc.constantFrom('US', 'CA', 'AU', 'BR', 'DE', 'RU', 'XX'),
        region: fc.constantFrom('CA', 'NY', 'WA', 'Texas', 'SP', 'Bavaria', '?'),
        postalCode: fc.constantFrom('96813', 'V6B 1A1', '2000', '01310-100', '?'),
      },
      { requiredKeys: [] },
    );
    const phones = fc.option(
      fc.constantFrom('+18085550100', '+12125550100', '+4930123456', '+61291234567', '+79161234567'),
    );
    fc.assert(
      fc.property(addresses, phones, (address, phone) => {
        const all = contactZoneOf(address, phone);
        if (all === null) return;
        expect(all.zones.length).toBeGreaterThan(0);
        for (const zone of all.zones) expect(IANAZone.isValidZone(zone)).toBe(true);
        // More data about a place narrows the zones or adds others; a given zone settles it.
        expect(zonesOf({ ...address, timeZone: all.zones[0]! }, phone)).toEqual([all.zones[0]]);
      }),
      { numRuns: runs(100, 500) },
    );
  });
});

describe('the tables of zones', () => {
  /** Zones with so few people that they would only take hours from everybody else in the country. */
  const OUTPOSTS = new Set(
    `Asia/Tokyo Antarctica/Macquarie Australia/Eucla Australia/Lord_Howe Australia/Broken_Hill America/Panama
     America/Phoenix America/Puerto_Rico America/Noronha America/Coyhaique Europe/Simferopol Asia/Urumqi Africa/Ceuta
     Asia/Famagusta`.split(/\s+/),
  );
  const offsets = (zone: string) =>
    Array.from({ length: 146 }, (_, index) => IANAZone.create(zone).offset(Date.UTC(2026, 0, 1 + index * 5))).join();
  const populated = Object.values(getAllCountries()).filter(({ id }) => !['AQ', 'TF', 'UM'].includes(id));

  it('have a valid zone for every country', () => {
    for (const { id } of populated.filter(({ timezones }) => timezones.length > 0)) {
      expect(zonesOfCountry(id)).not.toEqual([]);
      for (const zone of zonesOfCountry(id)) expect(IANAZone.isValidZone(zone)).toBe(true);
    }
  });

  it.each(populated.map(({ id, timezones }) => [id, timezones] as const))(
    'have one zone for each local time of %s',
    (id, timezones) => {
      const ours = zonesOfCountry(id).map(offsets);
      expect(new Set(ours).size).toBe(ours.length);
      for (const zone of timezones.filter((each) => !OUTPOSTS.has(each))) expect(ours).toContain(offsets(zone));
      for (const local of ours) expect(timezones.map(offsets)).toContain(local);
    },
  );

  it('have every area code once, with valid zones', () => {
    const codes = Object.values(AREA_CODES).flatMap(split);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[2-9]\d\d$/);
    for (const zone of Object.keys(AREA_CODES).flatMap(split)) expect(IANAZone.isValidZone(zone)).toBe(true);
  });

  it('know the country of a number by its calling code', () => {
    expect(placeOfNumber('+4930123456')?.country).toBe('DE');
    expect(placeOfNumber('+77272345678')?.country).toBe('KZ');
    expect(placeOfNumber('+14165550100')?.country).toBe('CA');
    expect(placeOfNumber('+18765550100')?.country).toBeNull();
  });
});

describe('the public holidays of a person', () => {
  it.each<[string, string | null, Address, string | null]>([
    ['their state', null, { country: 'US', region: 'Hawaii' }, 'US-HI'],
    ['the state of their postal code', null, { country: 'US', postalCode: '96813' }, 'US-HI'],
    ['a part by its name', null, { country: 'DE', region: 'Bayern' }, 'DE-BY'],
    ['a part by its code', null, { country: 'DE', region: 'by' }, 'DE-BY'],
    ['the country, where the part is not known', null, { country: 'DE', region: 'Allgäu' }, 'DE'],
    ['the country of their number', '+12125550100', {}, 'US'],
    ['the country that they gave, whatever their number', '+12125550100', { country: 'FR' }, 'FR'],
    ['nobody’s, where no country is known', null, { region: 'Hawaii' }, null],
    ['nobody’s, where it is none', null, { country: 'Atlantis' }, null],
  ])('are those of %s', (_, phone, address, region) => {
    expect(holidayRegionOf(whereaboutsOf(address, phone))).toBe(region);
  });
});
