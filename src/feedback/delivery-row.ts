import type { Row } from '../platform/sql/table.js';
import { isAdjustment, MAY_CHANGE, type Original } from './delivery.js';
import type { FEEDBACK_DELIVERY } from './delivery.table.js';
import type { Destination } from './destinations/destination.js';
import type { Money } from './money.js';
import type { SentStage } from './planning/delivery-intent.js';
import { transportOf } from './platforms.js';

/** A row of the ledger of deliveries. It holds no identifiers of a person. */
export interface DeliveryRow extends Omit<Row<typeof FEEDBACK_DELIVERY>, 'amount' | 'currency'> {
  readonly value: Money | null;
}

/** Reports whether an adjustment waits for the platform to accept the original. */
export function isEarly({ state, withheldReason, originalId }: DeliveryRow): boolean {
  return state === 'withheld' && withheldReason === 'originalNotAccepted' && originalId !== null;
}

/** Reports whether a delivery is withheld only until the person consents or can be identified. */
export function isHidden({ state, withheldReason }: Pick<DeliveryRow, 'state' | 'withheldReason'>): boolean {
  return state === 'withheld' && withheldReason !== null && MAY_CHANGE.includes(withheldReason);
}

/** Reports whether an adjustment changes, or will change, what the platform counts. */
function isInForce(row: DeliveryRow): boolean {
  return ['pending', 'leased', 'sent', 'accepted'].includes(row.state) || isEarly(row) || isHidden(row);
}

/** Summarizes the stages in a destination's ledger for a lead, from all of the lead's rows there. */
export function sentOf(rows: readonly DeliveryRow[]): SentStage[] {
  return rows
    .filter((row) => row.revision > 0 && !isAdjustment(row))
    .map((row) => {
      const adjustments = adjustmentsOf(row, rows).filter(isInForce);
      const restatements = adjustments.filter(({ kind }) => kind === 'restate');
      const restated = restatements.at(-1);
      const there = restatements.findLast((each) => !isHere(each));
      const waiting = adjustments.findLast(isHere);
      return {
        id: row.id,
        stage: row.stage,
        revision: row.revision,
        state: row.state,
        mayHaveLeft: row.mayHaveLeft,
        isHidden: isHidden(row),
        // The recall of an accepted delivery has no effect, because its lease no longer comes back.
        isRecalled: row.recalled !== null && row.state !== 'accepted',
        eventAt: row.eventAt,
        value: row.value,
        valueNow: restated === undefined ? row.value : restated.value,
        valueThere: there === undefined ? row.value : there.value,
        isRetracted: adjustments.some(({ kind }) => kind === 'retract'),
        waiting:
          waiting === undefined ? null : { id: waiting.id, kind: waiting.kind === 'retract' ? 'retract' : 'restate' },
      };
    });
}

/** Returns the adjustments of a delivery in time order. */
export function adjustmentsOf({ id }: Pick<DeliveryRow, 'id'>, rows: readonly DeliveryRow[]): DeliveryRow[] {
  return rows.filter(({ originalId }) => originalId === id).sort((one, other) => one.eventAt - other.eventAt);
}

/** Returns the original as an adjustment quotes it. @param rows all rows of the lead @param self the adjustment's id */
export function originalOf(row: DeliveryRow, rows: readonly DeliveryRow[], self: string): Original {
  const others = adjustmentsOf(row, rows).filter(
    ({ id, state }) => id !== self && (state === 'sent' || state === 'accepted'),
  );
  return {
    key: row.dedupKey,
    place: row.place,
    eventAt: row.eventAt,
    eventTimeAsSent: row.eventTimeAsSent ?? '',
    state: row.state,
    isRetracted: others.some(({ kind }) => kind === 'retract'),
    lastAdjustedAt: others.at(-1)?.eventAt ?? null,
  };
}

/** Reports whether a delivery has never left, so that it can be cancelled. */
function isHere(row: DeliveryRow): boolean {
  return ((row.state === 'pending' || isHidden(row)) && !row.mayHaveLeft) || isEarly(row);
}

export type Whose = Pick<Destination, 'platform' | 'settings'>;

/**
 * Returns a row whose lease ended and that did not reach the platform, or may not have. A row recalled meanwhile is not
 * sent again, unless it may have been counted and can be adjusted there: then it is sent until it is accepted.
 */
export function returnedRow(row: DeliveryRow, { platform, settings }: Whose): DeliveryRow {
  const { recalled, mayHaveLeft } = row;
  const back: DeliveryRow = { ...row, state: 'pending', leasedUntil: null, leftAt: mayHaveLeft ? row.leftAt : null };
  if (recalled === null) return back;
  const { retract, restate } = transportOf(platform, settings, 'retract').abilities;
  if (mayHaveLeft && recalled === 'superseded' && (retract || restate)) return back;
  if (recalled === 'superseded') return { ...back, state: 'superseded', recalled: null };
  return { ...back, state: 'withheld', withheldReason: recalled, recalled: null };
}
