import type { Fault } from '../../platform/fault.js';
import type { Instant } from '../../platform/instant.js';
import type { DeliveryRow } from '../delivery-row.js';
import { NotOfBatchError } from '../feedback.errors.js';
import type { Failed } from '../settling.js';

/** What is reported of is of the batch. @throws NotOfBatchError that names what is not */
export function requireOf(
  batch: { readonly leasedUntil: Instant },
  rows: readonly Pick<DeliveryRow, 'id'>[],
  named: readonly { readonly id: string }[],
): void {
  const ours = new Set(rows.map(({ id }) => id));
  const others = named.map(({ id }) => id).filter((id) => !ours.has(id.toLowerCase()));
  if (others.length > 0) throw new NotOfBatchError(others, batch.leasedUntil);
}

/** Two codes of one item cannot both be what became of it. */
export function faultsOfTwice(failed: readonly Failed[]): Fault[] {
  const ids = lower(failed).map(({ id }) => id);
  return ids.flatMap((id, index) => {
    if (ids.indexOf(id) === index) return [];
    const message = `Expected each item once: what became of ${id} is said above.`;
    return [{ pointer: `/failed/${index}/id`, code: 'repeated', message }];
  });
}

/** Nobody has had it since it was said of it. */
export function isFailedAlready({ state, errorCode }: DeliveryRow): boolean {
  return errorCode !== null && state !== 'sent' && state !== 'accepted' && state !== 'leased';
}

/** Ids are the same in capitals. */
export function lower(failed: readonly Failed[]) {
  return failed.map((each) => ({ ...each, id: each.id.toLowerCase() }));
}
