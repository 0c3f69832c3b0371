import { type Fault, fault } from '../platform/input/fault.js';
import { type Instant, MS_PER_DAY, toIso } from '../platform/values/duration.js';

/** A year, plus some weeks before it to compare with. */
const SPAN_MAX_DAYS = 400;

export function faultsOfSpan(from: Instant, to: Instant, now: Instant): Fault[] {
  const faults: Fault[] = [];
  if (from >= to) faults.push(fault('/to', 'order', `Expected an instant after \`from\`, ${toIso(from)}.`));
  if (to > now) faults.push(fault('/to', 'future', `Expected an instant that is over, by ${toIso(now)}.`));
  if (to - from > SPAN_MAX_DAYS * MS_PER_DAY)
    faults.push(
      fault(
        '/from',
        'tooLong',
        `Expected a span of at most ${SPAN_MAX_DAYS} days, from ${toIso(to - SPAN_MAX_DAYS * MS_PER_DAY)}.`,
      ),
    );
  return faults;
}
