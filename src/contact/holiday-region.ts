import { regionsOfCountry } from '../calendar/holiday-regions.js';
import { isHolidayRegion } from '../calendar/holidays.js';
import type { Whereabouts } from './contact-zone.js';
import { foldedName, stateOf } from './states.js';

/** Null for a country of which no holidays are known. */
const regionsByCountry = new Map<string, ReadonlyMap<string, string> | null>();

/** Whose public holidays a person has: `US-HI`, else `US`. @returns null where none are known */
export function holidayRegionOf({ country, region }: Whereabouts): string | null {
  if (country === null) return null;
  const regions = regionsIn(country);
  if (regions === null || region === null) return regions === null ? null : country;
  return regions.get(foldedName(stateOf(country, region) ?? region)) ?? country;
}

/** The parts of a country that have holidays of their own, by their codes and names. */
function regionsIn(country: string): ReadonlyMap<string, string> | null {
  let regions = regionsByCountry.get(country);
  if (regions === undefined) {
    regions = /^[A-Z]{2}$/.test(country) && isHolidayRegion(country) ? namesIn(country) : null;
    // Whatever was sent as a country is asked for; only the few hundred that there are are kept.
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
