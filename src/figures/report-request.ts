import { collectFaults, type Fault, type FoundFaults, fault } from '../platform/input/fault.js';
import { instantOrDateIn } from '../platform/input/formats.js';
import { type Instant, type Interval, MS_PER_DAY, toIso } from '../platform/values/duration.js';
import { GROUPS_MAX } from './figure.js';

const DEFAULT_MS = 30 * MS_PER_DAY;
/** Three years, with a margin. */
const SPAN_DAYS_MAX = 1_100;
const DIMENSIONS_MAX = 2;

interface ReportQuery {
  readonly from?: string;
  readonly to?: string;
  readonly by?: string;
}

interface ReadRequest<Name extends string> {
  readonly span: Interval;
  readonly by: readonly Name[];
  readonly faults: readonly Fault[];
}

interface RequestOptions {
  readonly timeZone: string;
  readonly isUnlimited?: boolean;
  readonly what?: string;
  readonly defaultMs?: number;
}

/**
 * @param dimensions by which the report groups
 * @param options `timeZone` in which a day begins; `isUnlimited` for a span of any length; `what` is grouped
 */
export function readRequest<Name extends string>(
  query: ReportQuery,
  now: Instant,
  dimensions: readonly Name[],
  { timeZone, isUnlimited = false, what = 'Leads', defaultMs = DEFAULT_MS }: RequestOptions,
): ReadRequest<Name> {
  // Includes the current millisecond.
  const to = query.to === undefined ? now + 1 : instantOrDateIn(query.to, timeZone);
  // There are no facts before 1970.
  const from =
    query.from === undefined ? Math.max(0, to - defaultMs) : Math.max(0, instantOrDateIn(query.from, timeZone));
  const names = (query.by ?? '').split(',').filter((name) => name !== '');
  return {
    span: { from, to },
    by: names as Name[],
    faults: collectFaults(
      faultsOfSpan({ from, to }, query, isUnlimited),
      query.by !== undefined && faultsOfDimensions(names, dimensions, what),
    ),
  };
}

function faultsOfSpan({ from, to }: Interval, query: ReportQuery, isUnlimited: boolean): Fault[] {
  // If the request has no end, the fault refers to its beginning.
  const pointer = query.to === undefined ? '/from' : '/to';
  if (to <= from) {
    const isDay = query.to !== undefined && !query.to.includes('T');
    const hint = isDay ? ' A day as `to` means its beginning: name the day after the last.' : '';
    const message = `The end (${toIso(to)}) has to be after the beginning (${toIso(from)}).${hint}`;
    return [fault(pointer, 'inverted', message)];
  }
  if (isUnlimited || to - from <= SPAN_DAYS_MAX * MS_PER_DAY) return [];
  const message = `A report covers at most ${SPAN_DAYS_MAX.toLocaleString('en')} days: let it begin at ${toIso(to - SPAN_DAYS_MAX * MS_PER_DAY)} or later, or end earlier.`;
  return [fault(pointer, 'tooMany', message)];
}

export function faultsOfDimensions(names: readonly string[], dimensions: readonly string[], what: string): Fault[] {
  const unknown = names.filter((name) => !dimensions.some((dimension) => dimension === name));
  const isTwice = new Set(names).size < names.length;
  return collectFaults(
    unknown.map((name) =>
      fault(
        '/by',
        'value',
        `${what} cannot be grouped by "${name}"; they can by ${dimensions.join(', ')}.${name === 'reason' ? ' Only `dispositions` groups by reason.' : ''}`,
      ),
    ),
    names.length === 0 && fault('/by', 'value', `Group by one or two of ${dimensions.join(', ')}.`),
    names.length > DIMENSIONS_MAX && fault('/by', 'tooMany', `Group by at most two; these are ${names.length}.`),
    isTwice && fault('/by', 'duplicate', 'Group by two different ones; these are the same.'),
  );
}

/** @param instead what to ask for: `Ask by less.` */
export function tooManyRows(count: number, instead: string): FoundFaults {
  const message = `That makes more than ${GROUPS_MAX} rows, which is the most that are answered. ${instead}`;
  return count > GROUPS_MAX && fault('/by', 'tooMany', message);
}
