import { PAST_CYCLE } from '../../leads/imported.js';
import type { TimeCount } from '../counts.js';
import { OUTCOME } from '../facts/verdict.js';
import type { Groups } from '../packed/groups.js';
import type { PackedDay } from '../packed/packed-day.js';
import { Alike, Times } from '../packed/times.js';
import type { AnswerCount } from './before-after.js';

const [IMPORTED, TOUCHED, AWAITED] = [1, 2, 4];
const CODES = 8;

export const COLUMNS_OF_ANSWERS = ['cycle', 'outcome', 'bucket', 'elapsedMs'];

/** Counts answers for the comparison of before and after, day by day. */
export class Answers {
  private readonly alike = new Alike(CODES);
  private readonly times = new Times('elapsed');

  constructor(private readonly groups: Groups) {}

  add(day: PackedDay): void {
    const groups = this.groups.of(day);
    const [cycles, outcomes, buckets] = [day.numbers('cycle'), day.numbers('outcome'), day.numbers('bucket')];
    const codes = cycles.map((cycle, row) => {
      const isTouched = buckets[row] !== -1;
      const isAwaited = !isTouched && (outcomes[row]! & OUTCOME.undecided) !== 0;
      return (cycle === PAST_CYCLE ? IMPORTED : 0) + (isTouched ? TOUCHED : 0) + (isAwaited ? AWAITED : 0);
    });
    this.alike.add(groups, codes);
    this.times.add(groups, buckets, day.spans('elapsedMs'));
  }

  counts(): AnswerCount[] {
    return this.alike.rows(this.groups.codes, (group, code, leads) => ({
      ...group,
      isImported: (code & IMPORTED) !== 0,
      isTouched: (code & TOUCHED) !== 0,
      isAwaited: (code & AWAITED) !== 0,
      leads,
    }));
  }

  percentiles(): { readonly ofGroups: TimeCount[]; readonly ofAll: TimeCount } {
    return this.times.percentiles(this.groups.codes);
  }
}
