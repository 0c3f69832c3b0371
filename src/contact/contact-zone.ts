import { isHolidayRegion, regionsOfCountry } from '../calendar/holidays.js';
import { isTimeZone } from '../platform/input/formats.js';
import { foldedName, stateOf, stateOfPostalCode, zonesOfState } from './states.js';
import { zonesOfCountry } from './zones-of-countries.js';
import { type NumberPlace, placeOfNumber } from './zones-of-numbers.js';

/** The sources that a person's zone can be derived from, in the order of the response. */
export const ZONE_SOURCES = ['phone', 'region', 'postalCode', 'country'] as const;
type ZoneSource = (typeof ZONE_SOURCES)[number];

export interface Address {
  readonly timeZone?: string | undefined;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  /** An ISO 3166-1 code; any other value is ignored. */
  readonly country?: string | undefined;
}

const COUNTRY_CODE = /^[A-Z]{2}$/;

interface ContactZone {
  /** In the order of their names; several if it is unknown which applies, or if the sources disagree. */
  readonly zones: readonly string[];
  /** Empty if the zone was given. */
  readonly derivedFrom: readonly ZoneSource[];
}

interface Whereabouts {
  readonly country: string | null;
  readonly region: string | null;
}

/**
 * Returns the zones in which a person may live: the one they gave, else the zones that their number, the region, the
 * postal code and the country have in common. If these disagree, it may be any of them.
 * @param phoneKey the number in its international form (E.164)
 * @returns null if no source gives a zone
 */
export function contactZoneOf(address: Address, phoneKey: string | null): ContactZone | null {
  const { timeZone } = address;
  if (timeZone !== undefined && isTimeZone(timeZone)) return { zones: [timeZone], derivedFrom: [] };
  const place = phoneKey === null ? null : placeOfNumber(phoneKey);
  const found: Readonly<Record<ZoneSource, readonly string[]>> = {
    phone: place?.zones ?? [],
    region: zonesOfStateIn(address, place, ({ region }, country) => region && stateOf(country, region)),
    postalCode: zonesOfStateIn(
      address,
      place,
      ({ postalCode }, country) => postalCode && stateOfPostalCode(country, postalCode),
    ),
    country: zonesOfCountry(countryOf(address) ?? ''),
  };
  const derivedFrom = ZONE_SOURCES.filter((source) => found[source].length > 0);
  if (derivedFrom.length === 0) return null;
  return { zones: agreed(derivedFrom.map((source) => found[source])), derivedFrom };
}

export function whereaboutsOf(address: Address, phoneKey: string | null): Whereabouts {
  const place = phoneKey === null ? null : placeOfNumber(phoneKey);
  const country = countryOf(address) ?? place?.country ?? null;
  if (country === null) return { country: null, region: null };
  const region = address.region ?? null;
  const byCode = address.postalCode === undefined ? null : stateOfPostalCode(country, address.postalCode);
  return { country, region: region ?? byCode };
}

/** Returns the zones of the state that `stateIn` finds, in the given country or else in that of the number. */
function zonesOfStateIn(
  address: Address,
  place: NumberPlace | null,
  stateIn: (address: Address, country: string) => string | null | undefined | '',
): readonly string[] {
  const country = countryOf(address) ?? place?.country ?? null;
  const state = country === null ? null : stateIn(address, country);
  return country !== null && state ? zonesOfState(country, state) : [];
}

function countryOf({ country }: Address): string | null {
  return country !== undefined && COUNTRY_CODE.test(country) ? country : null;
}

/** Narrows each source by the others where they overlap, and returns all zones that remain. */
function agreed(found: readonly (readonly string[])[]): readonly string[] {
  const possible = found.flatMap((zones) =>
    found.reduce<readonly string[]>((left, other) => {
      const both = left.filter((zone) => other.includes(zone));
      return both.length > 0 ? both : left;
    }, zones),
  );
  return [...new Set(possible)].sort();
}

/** Regions by folded code or name; null for a country without known holidays. */
const regionsByCountry = new Map<string, ReadonlyMap<string, string> | null>();

/** Returns the region whose public holidays a person has: `US-HI`, else `US`. @returns null if none are known */
export function holidayRegionOf({ country, region }: Whereabouts): string | null {
  if (country === null) return null;
  const regions = regionsIn(country);
  if (regions === null || region === null) return regions === null ? null : country;
  return regions.get(foldedName(stateOf(country, region) ?? region)) ?? country;
}

function regionsIn(country: string): ReadonlyMap<string, string> | null {
  let regions = regionsByCountry.get(country);
  if (regions === undefined) {
    regions = /^[A-Z]{2}$/.test(country) && isHolidayRegion(country) ? namesIn(country) : null;
    // Requests may contain any text as a country; caching only real ones bounds the cache.
    if (regions !== null) regionsByCountry.set(country, regions);
  }
  return regions;
}

function namesIn(country: string): ReadonlyMap<string, string> {
  const parts = regionsOfCountry(country).filter(({ within }) => within === country);
  return new Map(
    parts.flatMap(({ region, name }) =>
      [region, region.slice(country.length + 1), name].map((each) => [foldedName(each), region] as const),
    ),
  );
}
