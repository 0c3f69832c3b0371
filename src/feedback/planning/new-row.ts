import type { Instant } from '../../platform/instant.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { Destination } from '../destinations/destination.js';
import { platformOf } from '../platforms.js';

/** What is said of a row that is new; what is left out has not come about. */
type NewRow = Pick<
  DeliveryRow,
  | 'stage'
  | 'send'
  | 'revision'
  | 'kind'
  | 'dedupKey'
  | 'eventAt'
  | 'value'
  | 'notBefore'
  | 'sendBefore'
  | 'state'
  | 'withheldReason'
> &
  Partial<
    Pick<
      DeliveryRow,
      | 'place'
      | 'originalId'
      | 'isCountWrong'
      | 'eventTimeAsSent'
      | 'sentAt'
      | 'acceptedAt'
      | 'errorCode'
      | 'errorMessage'
    >
  >;

/** For whom a row is made. */
interface Maker {
  readonly destination: Destination;
  readonly now: Instant;
  readonly newId: () => string;
}

/**
 * A row of the ledger that nobody has had yet. Written out whole: an object of so many fields that is put together from
 * others costs 20 µs, which is more than planning takes.
 */
export function newRow(
  { destination, now, newId }: Maker,
  lead: { readonly id: string; readonly cycle: number },
  said: NewRow,
): DeliveryRow {
  return {
    id: newId(),
    destinationId: destination.id,
    leadId: lead.id,
    cycle: lead.cycle,
    platform: destination.platform,
    place: said.place ?? platformOf(destination.platform).place(destination.settings, said.send),
    isShadow: destination.mode === 'shadow',
    stage: said.stage,
    revision: said.revision,
    kind: said.kind,
    dedupKey: said.dedupKey,
    originalId: said.originalId ?? null,
    send: said.send,
    eventAt: said.eventAt,
    value: said.value,
    isCountWrong: said.isCountWrong ?? false,
    isReleased: false,
    notBefore: said.notBefore,
    sendBefore: said.sendBefore,
    state: said.state,
    withheldReason: said.withheldReason,
    mayHaveLeft: false,
    leftAt: null,
    recalled: null,
    attempts: 0,
    batchId: null,
    leasedUntil: null,
    eventTimeAsSent: said.eventTimeAsSent ?? null,
    identifiersSent: null,
    consentSent: null,
    errorCode: said.errorCode ?? null,
    errorMessage: said.errorMessage ?? null,
    createdAt: now,
    sentAt: said.sentAt ?? null,
    acceptedAt: said.acceptedAt ?? null,
  };
}
