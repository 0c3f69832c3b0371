import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { MS_PER_DAY, MS_PER_HOUR } from '../platform/instant.js';

/** A local date "YYYY-MM-DD" and what its holiday is called, in the language of its country. */
export interface NamedHoliday {
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
export function namedHolidays(region: string, year: number): NamedHoliday[] {
  return holidaysIn(region, year, PUBLIC).filter(({ isHalf }) => !isHalf);
}

/** What is a holiday for some, or for half the day, but closes no calendar: no observances, which everybody works on. */
export function lesserHolidays(region: string, year: number): NamedHoliday[] {
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
export function loadLibrary(): typeof Holidays {
  library ??= require('date-holidays') as typeof Holidays;
  return library;
}

function has(names: Record<string, string> | undefined, name: string | undefined): boolean {
  return names !== undefined && name !== undefined && Object.hasOwn(names, name);
}
