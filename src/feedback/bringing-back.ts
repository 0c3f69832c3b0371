import type { DeliveryRow } from './delivery-row.js';
import type { Destination } from './destinations/destination.js';
import { transportOf } from './platforms.js';

export type Whose = Pick<Destination, 'platform' | 'settings'>;

/**
 * A row that somebody had in hand and that did not reach the platform, or may not have. What was cancelled meanwhile does
 * not leave any more; what may have been counted goes on to its end where it can be taken back then.
 */
export function broughtBack(row: DeliveryRow, { platform, settings }: Whose): DeliveryRow {
  const { recalled, mayHaveLeft } = row;
  const back: DeliveryRow = { ...row, state: 'pending', leasedUntil: null, leftAt: mayHaveLeft ? row.leftAt : null };
  if (recalled === null) return back;
  const { retract, restate } = transportOf(platform, settings, 'retract').abilities;
  if (mayHaveLeft && recalled === 'superseded' && (retract || restate)) return back;
  if (recalled === 'superseded') return { ...back, state: 'superseded', recalled: null };
  return { ...back, state: 'withheld', withheldReason: recalled, recalled: null };
}
