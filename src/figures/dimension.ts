import { MS_PER_DAY } from '../platform/values/duration.js';

/** Dimensions that are columns of all facts. */
export const VALUE_DIMENSIONS = ['source', 'channel', 'campaign', 'country', 'rep', 'team', 'pool', 'policy'] as const;
export type ValueDimension = (typeof VALUE_DIMENSIONS)[number];

/** Dimensions derived from the local time of a fact. */
const TIME_DIMENSIONS = ['day', 'week', 'weekday', 'hour'] as const;
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

/** How many days a row covers, for dimensions whose rows are named by their first day. */
export const DAYS_OF: Readonly<Partial<Record<Dimension, number>>> = { day: 1, week: DAYS_OF_WEEK };

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
  weekday: { read: (weekday) => WEEKDAYS[weekday]!, filter: () => null },
  hour: { read: (hour) => hour, filter: () => null },
  reason: byValue(named('closedWith')),
  category: byValue(named('closedAs')),
  intent: byValue(() => null),
};

function dateOf(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

export const TIME_SQL: Readonly<Record<TimeDimension, (minute: string) => string>> = {
  day: (minute) => `(${minute} / 1440)`,
  week: (minute) => `((${minute} / 1440 + ${FIRST_WEEKDAY}) / ${DAYS_OF_WEEK})`,
  weekday: (minute) => `((${minute} / 1440 + ${FIRST_WEEKDAY}) % 7)`,
  hour: (minute) => `(${minute} / 60 % 24)`,
};

/** The equivalent of `TIME_SQL` for a local minute. */
export const TIME_OF: Readonly<Record<TimeDimension, (minute: number) => number>> = {
  day: dayOf,
  week: (minute) => Math.floor((dayOf(minute) + FIRST_WEEKDAY) / DAYS_OF_WEEK),
  weekday: (minute) => (dayOf(minute) + FIRST_WEEKDAY) % DAYS_OF_WEEK,
  hour: (minute) => Math.floor(minute / 60) % 24,
};

function dayOf(minute: number): number {
  return Math.floor(minute / 1440);
}

export function isTimeDimension(dimension: Dimension): dimension is TimeDimension {
  return TIME_DIMENSIONS.some((each) => each === dimension);
}

export function isEndDimension(dimension: Dimension): dimension is EndDimension {
  return END_DIMENSIONS.some((each) => each === dimension);
}
