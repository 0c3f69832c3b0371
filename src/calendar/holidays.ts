import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { type Fault, fault } from '../platform/input/fault.js';
import { MS_PER_DAY, MS_PER_HOUR } from '../platform/values/duration.js';
import type { YearWindow } from './zone.js';

/** A local date "YYYY-MM-DD" with the name of its holiday, in the language of its country. */
interface NamedHoliday {
  readonly date: string;
  readonly name: string;
}

interface CoveredDate extends NamedHoliday {
  /** Whether it covers less than a whole day, such as Christmas Eve from noon. */
  readonly isHalf: boolean;
}

type HolidayType = HolidaysTypes.HolidayType;

const PUBLIC: readonly HolidayType[] = ['public'];
const LESSER: readonly HolidayType[] = ['bank', 'optional'];

const MAX_REGION_PARTS = 3;
const require = createRequire(import.meta.url);
let library: typeof Holidays | undefined;
const rulesByRegion = new Map<string, Holidays>();
const coveredByYear = new Map<string, readonly CoveredDate[]>();
const datesByYear = new Map<string, readonly string[]>();

/** Reports whether public holidays are known for a region in the spelling of ISO 3166: "DE", "DE-BY", "US-NY". */
export function isHolidayRegion(region: string): boolean {
  const parts = region.split('-');
  if (parts.length > MAX_REGION_PARTS) return false;
  const [country, state, part] = parts;
  const all = new (loadLibrary())();
  if (!has(all.getCountries(), country)) return false;
  if (state === undefined) return true;
  if (!has(all.getStates(country!), state)) return false;
  return part === undefined || has(all.getRegions(country!, state), part);
}

/**
 * Returns the public holidays of a region in a year as local dates "YYYY-MM-DD", ascending, each once. A holiday on a
 * weekend counts as well as the day observed in its place, and so does each day of a longer holiday. A half day, such
 * as Christmas Eve from noon, does not count: its morning is worked, and a break can remove the rest.
 */
export function publicHolidays(region: string, year: number): readonly string[] {
  const key = `${region} ${year}`;
  let dates = datesByYear.get(key);
  if (dates === undefined) {
    dates = [...new Set(namedHolidays(region, year).map(({ date }) => date))].sort();
    datesByYear.set(key, dates);
  }
  return dates;
}

/** Returns them with their names, unordered: a date with two holidays occurs twice. */
function namedHolidays(region: string, year: number): NamedHoliday[] {
  return holidaysIn(region, year, PUBLIC).filter(({ isHalf }) => !isHalf);
}

/** Returns holidays that close no calendar: those of some people, and half days. No observances, on which all work. */
function lesserHolidays(region: string, year: number): NamedHoliday[] {
  const half = holidaysIn(region, year, PUBLIC).filter(({ isHalf }) => isHalf);
  return [...half, ...holidaysIn(region, year, LESSER)];
}

function holidaysIn(region: string, year: number, types: readonly HolidayType[]): CoveredDate[] {
  // A holiday that begins at the end of December may run into the next year, where the library does not list it again.
  const covered = [...coveredDates(region, year - 1, types), ...coveredDates(region, year, types)];
  return covered.filter(({ date }) => date.startsWith(`${year}-`));
}

function coveredDates(region: string, year: number, types: readonly HolidayType[]): readonly CoveredDate[] {
  const key = `${region} ${year} ${types}`;
  let covered = coveredByYear.get(key);
  if (covered === undefined) {
    covered = rulesOf(region, types).getHolidays(year).flatMap(datesOf);
    coveredByYear.set(key, covered);
  }
  return covered;
}

/**
 * Counts days from `date`, the civil date, and not from `start`, because a holiday may begin at sunset the day before.
 * The extra hour makes up for a daylight-saving change in between.
 */
function datesOf(holiday: { date: string; start: Date; end: Date; name: string }): CoveredDate[] {
  const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`);
  const days = Math.floor((holiday.end.getTime() - holiday.start.getTime() + MS_PER_HOUR) / MS_PER_DAY);
  return Array.from({ length: Math.max(1, days) }, (_, index) => {
    const day = new Date(first + index * MS_PER_DAY);
    return { date: day.toISOString().slice(0, 10), name: holiday.name, isHalf: days < 1 };
  });
}

function rulesOf(region: string, types: readonly HolidayType[]): Holidays {
  const key = `${region} ${types}`;
  let rules = rulesByRegion.get(key);
  if (rules === undefined) {
    const [country, state, part] = region.split('-');
    rules = new (loadLibrary())({ country: country!, state: state!, region: part! }, { types: [...types] });
    rulesByRegion.set(key, rules);
  }
  return rules;
}

/** Loads on first use, because loading takes 100 ms and only calendars with a region need it. */
function loadLibrary(): typeof Holidays {
  library ??= require('date-holidays') as typeof Holidays;
  return library;
}

function has(names: Record<string, string> | undefined, name: string | undefined): boolean {
  return names !== undefined && name !== undefined && Object.hasOwn(names, name);
}

interface HolidayRegion {
  readonly region: string;
  /** In English if there is such a name, else in the language of the country. */
  readonly name: string;
  /** The enclosing region; absent for countries. */
  readonly within?: string;
}

/** A holiday that does not close calendars. */
export interface OptionalHoliday extends NamedHoliday {
  /** The region itself if only some people have the day off, else the parts of it that observe the holiday. */
  readonly regions: readonly string[];
}

export interface RegionalHolidays {
  readonly public: readonly NamedHoliday[];
  readonly optional: readonly OptionalHoliday[];
}

export const NO_HOLIDAYS: RegionalHolidays = { public: [], optional: [] };
const LANGUAGE = 'en';
/** The library names some countries formally or in their own language (`Kingdom of Morocco`, `Italia`). */
const COUNTRY_NAMES = new Intl.DisplayNames(LANGUAGE, { type: 'region' });

/** Validates a country whose regions are requested. @param country as the request spelled it */
export function checkCountry(code: string, country: string): Fault[] {
  if (isHolidayRegion(code) && !code.includes('-')) return [];
  const message = `No public holidays are known of a country ${JSON.stringify(country)}; expected the code or the name of one, such as DE or Germany.`;
  return [fault('/country', 'country', message)];
}

export function holidayRegions(): HolidayRegion[] {
  return Object.keys(new (loadLibrary())().getCountries()).flatMap(regionsOfCountry);
}

/** Returns a country and all its parts. @param country one that checkCountry finds no fault in */
export function regionsOfCountry(country: string): HolidayRegion[] {
  const library = new (loadLibrary())();
  return [
    { region: country, name: COUNTRY_NAMES.of(country)! },
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
 * Returns the public holidays of a region, and those that only some have: bank holidays, half days, holidays of a
 * faith, and public holidays of a part of the region alone, such as 15 August in the catholic communes of Bavaria.
 * Yields between the parts, because the fifty of a large country take a fifth of a second.
 */
export function* regionalHolidays(region: string, years: YearWindow): Generator<void, RegionalHolidays> {
  const everywhere = yearsOf(years).flatMap((year) => namedHolidays(region, year));
  const closed = new Set(everywhere.map(({ date }) => date));
  const optional = new Map<string, OptionalHoliday>();
  const add = (requested: string, found: readonly NamedHoliday[]) => {
    for (const { date, name } of found) {
      if (closed.has(date)) continue;
      const key = `${date} ${name}`;
      const regions = optional.get(key)?.regions ?? [];
      if (!regions.includes(requested)) optional.set(key, { date, name, regions: [...regions, requested] });
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

function partsOf(region: string): string[] {
  const [country, state, part] = region.split('-');
  if (part !== undefined) return [];
  const library = new (loadLibrary())();
  const parts = state === undefined ? library.getStates(country!) : library.getRegions(country!, state);
  return Object.keys(parts ?? {}).map((each) => `${region}-${each}`);
}
