import type { LeadClockKind } from '../../clocks/clock.js';
import { type Interval, MS_PER_DAY } from '../../platform/values/duration.js';
import type { AttemptCount, EndCount, GroupCodes, InTimeCount, PromiseCount } from '../counts.js';
import { OUTCOMES, VERDICT_CODES, verdictOfCode } from '../facts/verdict.js';
import { LEFT_OUT } from './groups.js';
import { CODE_OF_KIND, type PackedFact, UnpackedColumn } from './packed-column.js';

/** Facts of leads received on one day (UTC). Its arrays are valid only until the next day is read. */
export class PackedDay {
  constructor(
    /** Days since 1970-01-01. */
    readonly day: number,
    readonly rows: number,
    private readonly columns: ReadonlyMap<string, UnpackedColumn>,
  ) {}

  numbers(column: string): Int32Array {
    return this.columns.get(column)!.numbers(this.rows);
  }

  spans(column: string): Float64Array {
    return this.columns.get(column)!.spans(this.rows);
  }
}

/** Assembles days from a stream of columns. Buffers are reused for the next day. */
export class DaysFromColumns {
  private current: { readonly day: number; readonly rows: number } | null = null;
  private readonly columns = new Map<string, UnpackedColumn>();

  constructor(private readonly onDay: (day: PackedDay) => void) {}

  /** @param fields day, rows, name, data; the columns of a day are consecutive */
  add([day, rows, name, data]: readonly Buffer[]): void {
    const number = day!.readInt32BE();
    if (this.current?.day !== number) {
      this.end();
      this.current = { day: number, rows: rows!.readInt32BE() };
    }
    const key = name!.toString('latin1');
    const column = this.columns.get(key) ?? new UnpackedColumn();
    this.columns.set(key, column);
    column.set(data!);
  }

  end(): void {
    if (this.current !== null) this.onDay(new PackedDay(this.current.day, this.current.rows, this.columns));
    this.current = null;
  }
}

interface Days {
  /** The range of days to read as packed; empty if `first` is after `last`. */
  readonly first: number;
  readonly last: number;
  /** Spans whose facts must be read unpacked: parts of days, and days that changed. */
  readonly spans: readonly Interval[];
}

/** @param day since 1970-01-01 */
export function spanOfDay(day: number): Interval {
  return { from: day * MS_PER_DAY, to: (day + 1) * MS_PER_DAY };
}

export function isOfAny({ from, to }: Interval, days: readonly number[]): boolean {
  return days.some((day) => day * MS_PER_DAY < to && (day + 1) * MS_PER_DAY > from);
}

/** @param stale days whose facts changed since they were packed */
export function daysOf({ from, to }: Interval, stale: readonly number[]): Days {
  const first = Math.ceil(from / MS_PER_DAY);
  const last = Math.floor(to / MS_PER_DAY) - 1;
  if (first > last) return { first, last, spans: [{ from, to }] };
  const spans = [
    { from, to: first * MS_PER_DAY },
    ...stale
      .filter((day) => day >= first && day <= last)
      .map((day) => ({ from: day * MS_PER_DAY, to: (day + 1) * MS_PER_DAY })),
    { from: (last + 1) * MS_PER_DAY, to },
  ];
  return { first, last, spans: spans.filter((each) => each.from < each.to) };
}

/** Encodes the fields by which facts are counted as one number. */
export interface FactCoding<Common> {
  readonly fact: PackedFact;
  readonly columns: readonly string[];
  readonly codes: number;
  /** Returns the code of each fact of a day, or `LEFT_OUT`. */
  codesOf(day: PackedDay): Int32Array;
  commonOf(code: number): Common;
}

/** The fields by which facts are counted: a count without its groups and its number. */
type CommonFields<Count extends GroupCodes, Name extends keyof Count> = Omit<Count, keyof GroupCodes | Name>;

const SMALL = 2 ** 15;
const KINDS = Object.keys(CODE_OF_KIND) as LeadClockKind[];
const KIND_CODES = 8;

export function promisesOf(kind: LeadClockKind | null): FactCoding<CommonFields<PromiseCount, 'promises'>> {
  const only = kind === null ? null : CODE_OF_KIND[kind];
  return {
    fact: 'promise',
    columns: ['kind', 'step', 'verdict', 'reached'],
    codes: SMALL * KIND_CODES * VERDICT_CODES * 2,
    codesOf(day) {
      const [kinds, verdicts, reached] = [day.numbers('kind'), day.numbers('verdict'), day.numbers('reached')];
      return day
        .numbers('step')
        .map((step, row) =>
          only !== null && kinds[row] !== only
            ? LEFT_OUT
            : ((step * KIND_CODES + kinds[row]!) * VERDICT_CODES + verdicts[row]!) * 2 + reached[row]!,
        );
    },
    commonOf(code) {
      const [ofVerdict, ofKind] = [Math.floor(code / 2), Math.floor(code / 2 / VERDICT_CODES)];
      return {
        kind: KINDS.find((each) => CODE_OF_KIND[each] === ofKind % KIND_CODES)!,
        step: Math.floor(ofKind / KIND_CODES),
        ...verdictOfCode(ofVerdict % VERDICT_CODES),
        reached: code % 2 === 1,
      };
    },
  };
}

/** Counts the attempts until leads were reached. */
export const ATTEMPTS: FactCoding<CommonFields<AttemptCount, 'leads'>> = {
  fact: 'response',
  columns: ['attempts', 'bucket'],
  codes: SMALL,
  codesOf(day) {
    const buckets = day.numbers('bucket');
    return day.numbers('attempts').map((attempts, row) => (buckets[row] === -1 ? LEFT_OUT : attempts));
  },
  commonOf: (attempts) => ({ attempts }),
};

export const IN_TIME: FactCoding<CommonFields<InTimeCount, 'promises'>> = {
  fact: 'response',
  columns: ['outcome'],
  codes: OUTCOMES,
  codesOf: (day) => day.numbers('outcome'),
  commonOf: (outcome) => ({ outcome }),
};

export const ENDS: FactCoding<CommonFields<EndCount, 'leads'>> = {
  fact: 'conclusion',
  columns: ['ending'],
  codes: SMALL,
  codesOf: (day) => day.numbers('ending'),
  commonOf: (ending) => ({ ending }),
};
