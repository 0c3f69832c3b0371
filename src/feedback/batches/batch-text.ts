import { type Fault, fault } from '../../platform/input/fault.js';
import { type Instant, isoOrNull, toIso } from '../../platform/values/duration.js';
import type { DeliveryRow } from '../delivery-row.js';
import { type OutgoingMessage, textOf } from '../dispatch/outgoing.js';
import { NotOfBatchError } from '../feedback.errors.js';
import { type Json, type JsonObject, writeJson } from '../platforms/json-text.js';
import type { FailedDelivery } from '../settling.js';

/** Deliveries leased to a client, which posts them. */
export interface HandedOut {
  readonly batchId: string;
  readonly until: Instant;
  readonly items: readonly DeliveryRow[];
  readonly outgoing: readonly OutgoingMessage[];
  /** Whether as many were due as requested, including those that were not sent: there may be more. */
  readonly isMore: boolean;
}

export const NOTHING_DUE = writeJson({ batchId: null, leasedUntil: null, items: [] });

/** Returns the JSON of a batch, with numbers written digit by digit as the platform expects them. */
export function batchText({ batchId, until, items, outgoing }: HandedOut): string {
  return writeJson({
    batchId,
    leasedUntil: toIso(until),
    items: items.map(({ id, leadId, kind, dedupKey, sendBefore }) => ({
      id,
      leadId,
      kind,
      dedupKey,
      sendBefore: isoOrNull(sendBefore),
    })),
    ...carriedBy(outgoing),
  });
}

function carriedBy(outgoing: readonly OutgoingMessage[]): JsonObject {
  const [first] = outgoing;
  if (first?.format === 'csv') return { csv: textOf(first), fileName: first.name };
  const requests = outgoing.flatMap((each) => (each.format === 'json' ? [each] : []));
  return {
    requests: requests.map(({ body }): Json => body),
    targets: requests.map(
      ({ url, headers, items }): Json => ({
        method: 'POST',
        url,
        headers: { ...headers },
        items: items.map(({ id }) => id),
      }),
    ),
  };
}

/** @throws NotOfBatchError with the reported ids that are not in the batch */
export function requireOf(
  batch: { readonly leasedUntil: Instant },
  rows: readonly Pick<DeliveryRow, 'id'>[],
  named: readonly { readonly id: string }[],
): void {
  const ours = new Set(rows.map(({ id }) => id));
  const others = named.map(({ id }) => id).filter((id) => !ours.has(id.toLowerCase()));
  if (others.length > 0) throw new NotOfBatchError(others, batch.leasedUntil);
}

/** Returns a fault for each item that is reported as failed more than once. */
export function faultsOfTwice(failed: readonly FailedDelivery[]): Fault[] {
  const ids = lower(failed).map(({ id }) => id);
  return ids.flatMap((id, index) => {
    if (ids.indexOf(id) === index) return [];
    const message = `Expected each item once: ${id} is already listed above.`;
    return [fault(`/failed/${index}/id`, 'repeated', message)];
  });
}

/** Reports whether a delivery was reported as failed and has not been handed out since. */
export function isFailedAlready({ state, errorCode }: DeliveryRow): boolean {
  return errorCode !== null && state !== 'sent' && state !== 'accepted' && state !== 'leased';
}

/** Ids are case-insensitive. */
export function lower(failed: readonly FailedDelivery[]) {
  return failed.map((each) => ({ ...each, id: each.id.toLowerCase() }));
}
