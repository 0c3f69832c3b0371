import { type Instant, isoOrNull, toIso } from '../../platform/duration.js';
import type { Fault } from '../../platform/fault.js';
import type { DeliveryRow } from '../delivery-row.js';
import { type Outgoing, textOf } from '../dispatch/outgoing.js';
import { NotOfBatchError } from '../feedback.errors.js';
import { type Json, type JsonObject, writeJson } from '../platforms/json-text.js';
import type { Failed } from '../settling.js';

/** What somebody has for a while, to post it. */
export interface HandedOut {
  readonly batchId: string;
  readonly until: Instant;
  readonly items: readonly DeliveryRow[];
  readonly outgoing: readonly Outgoing[];
  /** As many were due as were asked for, also where some of them stayed behind: there may be more. */
  readonly isMore: boolean;
}

export const NOTHING_DUE = writeJson({ batchId: null, leasedUntil: null, items: [] });

/** The answer to whoever asks for a batch, number by number as the platform takes it. */
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

/** Bodies with where they go, or a file. */
function carriedBy(outgoing: readonly Outgoing[]): JsonObject {
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
