import { type Dimension, isTimeDimension, TIME_OF } from '../../figures/dimension.js';
import { GROUPS_MAX } from '../../figures/figure.js';
import { localMinutes } from '../../figures/local-minute.js';
import { MS_PER_DAY, MS_PER_MINUTE } from '../../platform/values/duration.js';
import type { GroupCodes } from '../counts.js';
import type { ReportScope } from '../report.store.js';
import type { PackedDay } from './packed-day.js';

const MINUTES_PER_DAY = MS_PER_DAY / MS_PER_MINUTE;

/** Marks a fact that the report does not count. */
export const LEFT_OUT = -1;

type CodesOf = (day: PackedDay) => Int32Array;

export function columnsOfGroups({ by, repIds }: ReportScope): string[] {
  const columns = by.map((dimension) => (isTimeDimension(dimension) ? 'minute' : dimension));
  return [...new Set([...columns, 'cycle', ...(repIds === null ? [] : ['rep'])])];
}

/** Numbers the groups of a report from 0, in the order of their appearance. */
export class Groups {
  /** By group number. */
  readonly codes: GroupCodes[] = [];
  /** Facts that are left out only because their lead came back. */
  laterCycles = 0;
  /** Facts that are left out only because their lead was brought along. */
  imported = 0;
  private readonly numbers = new Map<number, Map<number, number>>();
  private readonly codesOf: readonly [CodesOf, CodesOf];

  /** @param reps the `report_key` ids of the scope's reps */
  constructor(
    private readonly scope: ReportScope,
    private readonly reps: ReadonlySet<number> | null,
  ) {
    this.codesOf = [codesBy(scope, scope.by[0]), codesBy(scope, scope.by[1])];
  }

  of(day: PackedDay): Int32Array {
    const [first, second] = [this.codesOf[0](day), this.codesOf[1](day)];
    const { from, to } = this.scope.cycles;
    const cycles = day.numbers('cycle');
    const reps = this.reps === null ? null : day.numbers('rep');
    const groups = new Int32Array(day.rows);
    for (let row = 0; row < day.rows; row += 1) {
      const isOthers = reps !== null && !this.reps!.has(reps[row]!);
      const isImported = cycles[row]! < from;
      const isLater = cycles[row]! > to;
      if (isLater && !isOthers) this.laterCycles += 1;
      if (isImported && !isOthers) this.imported += 1;
      groups[row] = isOthers || isLater || isImported ? LEFT_OUT : this.numberOf(first[row]!, second[row]!);
    }
    return groups;
  }

  private numberOf(first: number, second: number): number {
    const bySecond = this.numbers.get(first) ?? new Map<number, number>();
    if (bySecond.size === 0) this.numbers.set(first, bySecond);
    const known = bySecond.get(second);
    if (known !== undefined) return known;
    // A report with more groups is rejected; one group too many is enough to notice.
    if (this.codes.length > GROUPS_MAX) return LEFT_OUT;
    const number = this.codes.push({ first, second }) - 1;
    bySecond.set(second, number);
    return number;
  }
}

function codesBy({ timeZone, span, spellings }: ReportScope, dimension: Dimension | undefined): CodesOf {
  if (dimension === undefined) return ({ rows }) => new Int32Array(rows);
  if (dimension === 'source' && spellings.size > 0)
    return (day) => day.numbers(dimension).map((code) => spellings.get(code) ?? code);
  if (!isTimeDimension(dimension)) return (day) => day.numbers(dimension);
  const [local, codeOf] = [localMinutes(timeZone, span), TIME_OF[dimension]];
  return (day) => {
    const start = day.day * MINUTES_PER_DAY;
    return day.numbers('minute').map((minute) => codeOf(local(start + minute)));
  };
}
