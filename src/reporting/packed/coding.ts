import type { LeadClockKind } from '../../clocks/clock.js';
import type { AttemptCount, EndCount, Grouped, PromiseCount } from '../counts.js';
import { VERDICT_CODES, verdictOfCode } from '../facts/facts.js';
import { LEFT_OUT } from './groups.js';
import { CODE_OF_KIND, type PackedFact } from './packed-column.js';
import type { PackedDay } from './packed-day.js';

/** What facts have in common, as one number: they are counted by it. */
export interface Coding<Common> {
  readonly fact: PackedFact;
  /** Which it takes. */
  readonly columns: readonly string[];
  /** How many there may be, from 0. */
  readonly codes: number;
  /** Of each fact of a day; what is not counted is left out. */
  codesOf(day: PackedDay): Int32Array;
  commonOf(code: number): Common;
}

type CommonOf<Count extends Grouped, Name extends keyof Count> = Omit<Count, keyof Grouped | Name>;

const SMALL = 2 ** 15;
const KINDS = Object.keys(CODE_OF_KIND) as LeadClockKind[];
const KIND_CODES = 8;

/** What became of promises. @param kind null: of all kinds */
export function promisesOf(kind: LeadClockKind | null): Coding<CommonOf<PromiseCount, 'promises'>> {
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

/** How often leads were tried until they were reached. */
export const ATTEMPTS: Coding<CommonOf<AttemptCount, 'leads'>> = {
  fact: 'response',
  columns: ['attempts', 'bucket'],
  codes: SMALL,
  codesOf(day) {
    const buckets = day.numbers('bucket');
    return day.numbers('attempts').map((attempts, row) => (buckets[row] === -1 ? LEFT_OUT : attempts));
  },
  commonOf: (attempts) => ({ attempts }),
};

/** How cycles ended. */
export const ENDS: Coding<CommonOf<EndCount, 'leads'>> = {
  fact: 'conclusion',
  columns: ['ending'],
  codes: SMALL,
  codesOf: (day) => day.numbers('ending'),
  commonOf: (ending) => ({ ending }),
};
