import { type Instant, MS_PER_DAY, toIso } from '../platform/duration.js';
import type { Fault } from '../platform/fault.js';

/** A year, plus some weeks before it to compare with. */
const SPAN_MAX_DAYS = 400;

export function faultsOfSpan(from: Instant, to: Instant, now: Instant): Fault[] {
  const faults: Fault[] = [];
  if (from >= to)
    faults.push({ pointer: '/to', code: 'order', message: `Expected an instant after \`from\`, ${toIso(from)}.` });
  if (to > now)
    faults.push({ pointer: '/to', code: 'future', message: `Expected an instant that is over, by ${toIso(now)}.` });
  if (to - from > SPAN_MAX_DAYS * MS_PER_DAY)
    faults.push({
      pointer: '/from',
      code: 'tooLong',
      message: `Expected a span of at most ${SPAN_MAX_DAYS} days, from ${toIso(to - SPAN_MAX_DAYS * MS_PER_DAY)}.`,
    });
  return faults;
}
