import { type Instant, isoOrNull, toIso } from '../../platform/instant.js';
import type { DeliveryRow } from '../delivery-row.js';
import { type Outgoing, textOf } from '../dispatch/outgoing.js';
import { type Json, type JsonObject, writeJson } from '../platforms/json-text.js';

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
export function carriedBy(outgoing: readonly Outgoing[]): JsonObject {
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
