import { MS_PER_DAY } from '../platform/values/duration.js';

/** Dimensions that are columns of all facts. */
export const VALUE_DIMENSIONS = ['source', 'channel', 'campaign', 'country', 'rep', 'team', 'pool', 'policy'] as const;
export type ValueDimension = (typeof VALUE_DIMENSIONS)[number];

/** Dimensions derived from the local time of a fact. */
const TIME_DIMENSIONS = ['day', 'week', 'month', 'weekday', 'hour'] as const;
export type TimeDimension = (typeof TIME_DIMENSIONS)[number];

/** Dimensions of how leads ended, which are columns of those facts alone. */
export const END_DIMENSIONS = ['reason', 'category', 'intent'] as const;
export type EndDimension = (typeof END_DIMENSIONS)[number];

/** The dimensions by which every report can group leads. */
export const DIMENSIONS = [...VALUE_DIMENSIONS, ...TIME_DIMENSIONS] as const;
export type Dimension = (typeof DIMENSIONS)[number] | EndDimension;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A value of a dimension in responses; null for none. */
export type KeyValue = string | number | null;

/** The query parameters of `GET /v1/leads` that list the leads of a row. */
export type RowFilter = Readonly<Record<string, string>>;

interface DimensionRules {
  /** Converts the number that facts are grouped by. @param textOf looks a number up in the table of keys */
  readonly read: (code: number, textOf: (code: number) => string | null) => KeyValue;
  /** Returns the parameters that list the leads with this value, or null if no parameter can. */
  readonly filter: (value: KeyValue) => RowFilter | null;
}

const byValue = (filter: DimensionRules['filter']): DimensionRules => ({
  read: (code, textOf) => (code === 0 ? null : textOf(code)),
  filter,
});
const named =
  (parameter: string): DimensionRules['filter'] =>
  (value) =>
    value === null ? null : { [parameter]: String(value) };

/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3;
const DAYS_OF_WEEK = 7;

/** Days in a row: the first one, in days since 1970-01-01, and how many there are. */
interface Days {
  readonly first: number;
  readonly count: number;
}

/** Returns the days that a row of a dimension of time covers; null for other dimensions, and for parts of a day or week. */
export function daysOf(dimension: Dimension, value: KeyValue): Days | null {
  if (dimension === 'month') {
    const first = dayNamed(`${value}-01`);
    const month = monthOf(first);
    return { first, count: Date.UTC(Math.floor(month / 12), (month % 12) + 1) / MS_PER_DAY - first };
  }
  const count = { day: 1, week: DAYS_OF_WEEK }[dimension as string];
  return count === undefined ? null : { first: dayNamed(String(value)), count };
}

/** The rules of all dimensions. A new value dimension also needs a column of the facts. */
export const DIMENSION_RULES: Readonly<Record<Dimension, DimensionRules>> = {
  source: byValue(named('source')),
  channel: byValue(named('channel')),
  campaign: byValue(named('campaign')),
  country: byValue(named('country')),
  rep: byValue(named('hadBy')),
  team: byValue(() => null),
  pool: byValue(named('poolId')),
  policy: byValue((value) => (value === null ? { policy: 'none' } : { policyId: String(value) })),
  day: { read: dateOf, filter: () => ({}) },
  week: { read: (week) => dateOf(week * DAYS_OF_WEEK - FIRST_WEEKDAY), filter: () => ({}) },
  month: {
    read: (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
    filter: () => ({}),
  },
  weekday: { read: (weekday) => WEEKDAYS[weekday]!, filter: () => null },
  hour: { read: (hour) => hour, filter: () => null },
  reason: byValue(named('closedWith')),
  category: byValue(named('closedAs')),
  intent: byValue(() => null),
};

function dateOf(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

function dayNamed(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
}

export const TIME_SQL: Readonly<Record<TimeDimension, (minute: string) => string>> = {
  day: (minute) => `(${minute} / 1440)`,
  week: (minute) => `((${minute} / 1440 + ${FIRST_WEEKDAY}) / ${DAYS_OF_WEEK})`,
  month: (minute) => `(extract(year from ${dateSql(minute)}) * 12 + extract(month from ${dateSql(minute)}) - 1)::int`,
  weekday: (minute) => `((${minute} / 1440 + ${FIRST_WEEKDAY}) % 7)`,
  hour: (minute) => `(${minute} / 60 % 24)`,
};

function dateSql(minute: string): string {
  return `(date '1970-01-01' + (${minute} / 1440)::int)`;
}

/** The equivalent of `TIME_SQL` for a local minute. */
export const TIME_OF: Readonly<Record<TimeDimension, (minute: number) => number>> = {
  day: dayOf,
  week: (minute) => Math.floor((dayOf(minute) + FIRST_WEEKDAY) / DAYS_OF_WEEK),
  month: (minute) => monthOf(dayOf(minute)),
  weekday: (minute) => (dayOf(minute) + FIRST_WEEKDAY) % DAYS_OF_WEEK,
  hour: (minute) => Math.floor(minute / 60) % 24,
};

function dayOf(minute: number): number {
  return Math.floor(minute / 1440);
}

/**
 * Returns the months since the year 0 of a day since 1970-01-01, in integers, since a date object for each of a million
 * facts takes as long as the rest of a report. After Howard Hinnant's `civil_from_days`: years begin in March, so that the
 * leap day is the last one, and repeat every 400 years.
 */
export function monthOf(day: number): number {
  const sinceMarch = day + 719_468;
  const era = Math.floor(sinceMarch / 146_097);
  const ofEra = sinceMarch - era * 146_097;
  const leaps = Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const year = Math.floor((ofEra - leaps) / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const monthsSinceMarch = Math.floor((5 * ofYear + 2) / 153);
  return (era * 400 + year) * 12 + monthsSinceMarch + 2;
}

export function isTimeDimension(dimension: Dimension): dimension is TimeDimension {
  return TIME_DIMENSIONS.some((each) => each === dimension);
}

export function isEndDimension(dimension: Dimension): dimension is EndDimension {
  return END_DIMENSIONS.some((each) => each === dimension);
}
