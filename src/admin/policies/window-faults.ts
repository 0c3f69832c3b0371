import type { WorkingTime } from '../../calendar/working-time.js';
import { deadlineInReach } from '../../clocks/deadline.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { type Instant, parseDuration } from '../../platform/values/duration.js';
import type { PolicyShape } from '../../sla/policy.dto.js';

/** An arbitrary Monday from which windows are measured. */
const SOME_DAY = Date.UTC(2027, 0, 4);

/** Rejects steps whose window never opens or closes, because the calendar has too little time in ten years. */
export function faultsOfWindows({ followUp }: PolicyShape, working: WorkingTime): Fault[] {
  const faults: Fault[] = [];
  for (const [index, { after, within }] of (followUp?.steps ?? []).entries()) {
    const pointer = `/followUp/steps${step(index)}`;
    const opensAt = reached(SOME_DAY, after, working);
    if (opensAt === null) faults.push(neverFault(`${pointer}/after`, after, 'opens'));
    else if (reached(opensAt, within, working) === null) faults.push(neverFault(`${pointer}/within`, within, 'closes'));
  }
  return faults;
}

function reached(from: Instant, written: string, working: WorkingTime): Instant | null {
  const duration = parseDuration(written, { allowZero: true });
  return 'code' in duration ? from : deadlineInReach(from, duration, working);
}

function neverFault(pointer: string, written: string, what: 'opens' | 'closes'): Fault {
  const message = `The calendar has less than ${written} of working time in ten years, so the window never ${what}: expected a shorter duration, or another calendar.`;
  return fault(pointer, 'never', message);
}
