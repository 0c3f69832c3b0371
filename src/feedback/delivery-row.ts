import type { Instant } from '../platform/instant.js';
import {
  type Consent,
  type DeliveryKind,
  type DeliveryState,
  isAdjustment,
  MAY_CHANGE,
  type Original,
  type SideStage,
  type Stage,
  type WithheldReason,
} from './delivery.js';
import type { Money } from './money.js';
import type { IdentifierName } from './person/identifiers.js';
import type { Sent } from './planning/delivery-intent.js';
import type { Platform } from './platform.js';

/** A row of the ledger of what platforms are told. It holds nothing by which a person could be known. */
export interface DeliveryRow {
  readonly id: string;
  readonly destinationId: string;
  readonly leadId: string;
  readonly cycle: number;
  readonly platform: Platform;
  /** The account and what counts there: the `place` of its platform. */
  readonly place: string;
  /** Worked out to be looked at, and never handed out. */
  readonly isShadow: boolean;
  readonly stage: Stage | SideStage;
  /** From 1; 0 where it only says why nothing is told. */
  readonly revision: number;
  readonly kind: DeliveryKind;
  /** Of an adjustment, that of what it adjusts. */
  readonly dedupKey: string;
  /** What it adjusts. */
  readonly originalId: string | null;
  readonly send: object;
  readonly eventAt: Instant;
  readonly value: Money | null;
  /** A restatement that stands in for a retraction: the platform goes on counting. */
  readonly isCountWrong: boolean;
  /** A retraction that was due when a person let go what had been too much for a day. */
  readonly isReleased: boolean;
  readonly notBefore: Instant;
  /** Null: whenever. */
  readonly sendBefore: Instant | null;
  readonly state: DeliveryState;
  readonly withheldReason: WithheldReason | null;
  /** A lease of it has lapsed: it may have been sent. */
  readonly mayHaveLeft: boolean;
  /** Since when; null where it has not been handed out, or certainly did not leave. */
  readonly leftAt: Instant | null;
  /** What becomes of it where whoever has it brings it back: it was cancelled meanwhile. */
  readonly recalled: WithheldReason | 'superseded' | null;
  readonly attempts: number;
  readonly batchId: string | null;
  readonly leasedUntil: Instant | null;
  readonly eventTimeAsSent: string | null;
  readonly identifiersSent: readonly IdentifierName[] | null;
  readonly consentSent: Consent | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
  readonly acceptedAt: Instant | null;
}

/** It waits for the platform to accept what it adjusts. */
export function isEarly({ state, withheldReason, originalId }: DeliveryRow): boolean {
  return state === 'withheld' && withheldReason === 'originalNotAccepted' && originalId !== null;
}

/** It waits for the person to allow it, or to be known. */
export function isHidden({ state, withheldReason }: Pick<DeliveryRow, 'state' | 'withheldReason'>): boolean {
  return state === 'withheld' && withheldReason !== null && MAY_CHANGE.includes(withheldReason);
}

/** An adjustment that changes, or will change, what counts. */
function isInForce(row: DeliveryRow): boolean {
  return ['pending', 'leased', 'sent', 'accepted'].includes(row.state) || isEarly(row) || isHidden(row);
}

/** What a destination was told of a lead, of all its rows there. */
export function sentOf(rows: readonly DeliveryRow[]): Sent[] {
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
        // What was accepted all the same comes back to nobody.
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

/** In the order of their times. */
export function adjustmentsOf({ id }: Pick<DeliveryRow, 'id'>, rows: readonly DeliveryRow[]): DeliveryRow[] {
  return rows.filter(({ originalId }) => originalId === id).sort((one, other) => one.eventAt - other.eventAt);
}

/** What an adjustment quotes of what it adjusts, by all rows of the lead. @param self the adjustment's id */
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

/** It has never left, and can be called off. */
function isHere(row: DeliveryRow): boolean {
  return ((row.state === 'pending' || isHidden(row)) && !row.mayHaveLeft) || isEarly(row);
}
