import type { Fault } from '../platform/fault.js';
import { isHolidayRegion, lesserHolidays, loadLibrary, type NamedHoliday, namedHolidays } from './holidays.js';
import type { YearWindow } from './zone.js';

/** A country or a part of one that a calendar may name as its `holidayRegion`. */
export interface HolidayRegion {
  readonly region: string;
  /** In English where there is such a name, else in the language of the country. */
  readonly name: string;
  /** The region that it is a part of; countries have none. */
  readonly within?: string;
}

/** A holiday that closes no calendar by itself. */
export interface OptionalHoliday extends NamedHoliday {
  /** Where it is one: the region itself where not everybody has it off, else those parts of it that have it. */
  readonly regions: readonly string[];
}

/** What is known of the holidays of a region in some years. */
export interface RegionalHolidays {
  readonly public: readonly NamedHoliday[];
  readonly optional: readonly OptionalHoliday[];
}

export const NO_HOLIDAYS: RegionalHolidays = { public: [], optional: [] };
const LANGUAGE = 'en';

/** What is wrong with a country of which the regions are asked. @param country as it was sent */
export function checkCountry(code: string, country: string): Fault[] {
  if (isHolidayRegion(code) && !code.includes('-')) return [];
  const message = `No public holidays are known of a country ${JSON.stringify(country)}; expected the code or the name of one, such as DE or Germany.`;
  return [{ pointer: '/country', code: 'country', message }];
}

/** Every region there is, a country before its parts. */
export function holidayRegions(): HolidayRegion[] {
  return Object.keys(new (loadLibrary())().getCountries()).flatMap(regionsOfCountry);
}

/** A country and all its parts. @param country one that checkCountry finds no fault in */
export function regionsOfCountry(country: string): HolidayRegion[] {
  const library = new (loadLibrary())();
  return [
    { region: country, name: library.getCountries(LANGUAGE)[country]! },
    ...Object.entries(library.getStates(country, LANGUAGE) ?? {}).flatMap(([state, stateName]) => [
      { region: `${country}-${state}`, name: stateName, within: country },
      ...Object.entries(library.getRegions(country, state, LANGUAGE) ?? {}).map(([part, partName]) => ({
        region: `${country}-${state}-${part}`,
        name: partName,
        within: `${country}-${state}`,
      })),
    ]),
  ];
}

/**
 * The public holidays of a region, and those that only some have: bank holidays, half days, holidays of a faith, and
 * what is public in a part of the region alone, such as 15 August in the catholic communes of Bavaria. It stops between the parts,
 * because the fifty of a large country take a fifth of a second.
 */
export function* regionalHolidays(region: string, years: YearWindow): Generator<void, RegionalHolidays> {
  const everywhere = yearsOf(years).flatMap((year) => namedHolidays(region, year));
  const closed = new Set(everywhere.map(({ date }) => date));
  const optional = new Map<string, OptionalHoliday>();
  const add = (asked: string, found: readonly NamedHoliday[]) => {
    for (const { date, name } of found) {
      if (closed.has(date)) continue;
      const key = `${date} ${name}`;
      const regions = optional.get(key)?.regions ?? [];
      if (!regions.includes(asked)) optional.set(key, { date, name, regions: [...regions, asked] });
    }
  };
  for (const year of yearsOf(years)) add(region, lesserHolidays(region, year));
  for (const part of partsOf(region)) {
    for (const year of yearsOf(years)) add(part, namedHolidays(part, year));
    yield;
  }
  return { public: everywhere, optional: [...optional.values()] };
}

function yearsOf({ firstYear, lastYear }: YearWindow): number[] {
  return Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);
}

/** The regions directly within a region. */
function partsOf(region: string): string[] {
  const [country, state, part] = region.split('-');
  if (part !== undefined) return [];
  const library = new (loadLibrary())();
  const parts = state === undefined ? library.getStates(country!) : library.getRegions(country!, state);
  return Object.keys(parts ?? {}).map((each) => `${region}-${each}`);
}
