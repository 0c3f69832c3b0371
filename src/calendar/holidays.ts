import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { MS_PER_DAY, MS_PER_HOUR } from '../platform/duration.js';
import type { Fault } from '../platform/fault.js';
import type { YearWindow } from './zone.js';

/** A local date "YYYY-MM-DD" and what its holiday is called, in the language of its country. */
interface NamedHoliday {
  readonly date: string;
  readonly name: string;
}

interface CoveredDate extends NamedHoliday {
  /** Less than the whole day: Christmas Eve from noon. */
  readonly isHalf: boolean;
}

/** The kinds of holiday, as the library calls them. */
type HolidayType = HolidaysTypes.HolidayType;

const PUBLIC: readonly HolidayType[] = ['public'];
const LESSER: readonly HolidayType[] = ['bank', 'optional'];

const MAX_REGION_PARTS = 3;
const require = createRequire(import.meta.url);
let library: typeof Holidays | undefined;
const rulesByRegion = new Map<string, Holidays>();
const coveredByYear = new Map<string, readonly CoveredDate[]>();
const datesByYear = new Map<string, readonly string[]>();

/** Whether there are public holidays for "DE", "DE-BY", "US-NY"…: a country, a state, a region, as ISO 3166 spells them. */
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
 * The local dates "YYYY-MM-DD" of a year that are public holidays in a region, ascending, each once. Both a holiday
 * that falls on a weekend and the day observed in its place are given; a holiday of several days gives each of them.
 * A half day, such as Christmas Eve from noon, is none: its morning is worked, and a break can cut out the rest.
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

/** The same with their names, in no order: a date that is two holidays stands there twice. */
function namedHolidays(region: string, year: number): NamedHoliday[] {
  return holidaysIn(region, year, PUBLIC).filter(({ isHalf }) => !isHalf);
}

/** What is a holiday for some, or for half the day, but closes no calendar: no observances, which everybody works on. */
function lesserHolidays(region: string, year: number): NamedHoliday[] {
  const half = holidaysIn(region, year, PUBLIC).filter(({ isHalf }) => isHalf);
  return [...half, ...holidaysIn(region, year, LESSER)];
}

function holidaysIn(region: string, year: number, types: readonly HolidayType[]): CoveredDate[] {
  // One that begins at the end of December runs into the next year, which the library does not list again.
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
 * `date` is the civil date even where the holiday begins at sunset the day before, so days are counted from it and
 * not from `start`; the hour makes up for a daylight-saving change in between.
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

/** Loading takes 100 ms, so it waits for the first calendar with a region. */
function loadLibrary(): typeof Holidays {
  library ??= require('date-holidays') as typeof Holidays;
  return library;
}

function has(names: Record<string, string> | undefined, name: string | undefined): boolean {
  return names !== undefined && name !== undefined && Object.hasOwn(names, name);
}

/** A country or a part of one that a calendar may name as its `holidayRegion`. */
interface HolidayRegion {
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
