import { type Instant, MS_PER_DAY, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { type Delivery, isAdjustment } from '../delivery.js';
import { type Destination, lengthMs } from '../destinations/destination.js';
import { type IdentifierName, isClickId } from '../person/identifiers.js';

/** When a platform accepts deliveries. */
export interface Windows {
  /** The minimum age of the click, or of the lead if the click's time is not known. */
  readonly afterClickMs: number;
  /** How long a conversion is accepted, counted from the click or the event; null: always. */
  readonly conversion: { readonly from: 'click' | 'event'; readonly ms: number } | null;
  /** The same for conversions sent with hashed contact data alone, if it differs. */
  readonly byContactAloneMs?: number;
  /** How long adjustments are accepted, counted from the event; null: always. */
  readonly adjustmentMs: number | null;
}

type TimedDelivery = Pick<Delivery, 'kind' | 'eventAt' | 'identifiers' | 'leadCreatedAt' | 'clickedAt'> & {
  readonly original: Pick<NonNullable<Delivery['original']>, 'eventAt'> | null;
};

/** Half open; `to` is null if the platform accepts it forever. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** Returns when a delivery may be sent. Check at the moment of sending: what was queued in time may be late by then. */
export function windowOf(windows: Windows, delivery: TimedDelivery): Window {
  const { kind, eventAt, original } = delivery;
  if (isAdjustment({ kind })) {
    const { adjustmentMs } = windows;
    return { from: eventAt, to: adjustmentMs === null || original === null ? null : original.eventAt + adjustmentMs };
  }
  // The click came before the lead, so waiting from the lead on is long enough.
  const clickedAt = delivery.clickedAt ?? delivery.leadCreatedAt;
  const from = Math.max(eventAt, isByClick(delivery) ? clickedAt + windows.afterClickMs : eventAt);
  if (windows.conversion === null) return { from, to: null };
  const start = windows.conversion.from === 'click' ? clickedAt : eventAt;
  const ms = isByClick(delivery) ? windows.conversion.ms : (windows.byContactAloneMs ?? windows.conversion.ms);
  return { from, to: start + ms };
}

export function isOpen({ from, to }: Window, now: Instant): boolean {
  return now >= from && (to === null || now < to);
}

/** Returns in how many minutes the window ends if it may end during a lease that begins now; otherwise null. */
export function minuteOfLease(windows: Windows, delivery: TimedDelivery, now: Instant): number | null {
  const { to } = windowOf(windows, delivery);
  return to === null || to >= now + LEASE_MS ? null : Math.floor((to - now) / MS_PER_MINUTE);
}

/** What a delivery follows from. */
export interface Cause {
  readonly at: Instant;
  /** Spam and duplicates may still be found among new leads, and the platform takes nothing back. */
  readonly isQuarantined: boolean;
  /** A disposition that may still be corrected. */
  readonly isCorrectable: boolean;
}

/**
 * Returns from when a delivery is sent: from the beginning of its window, or from the end of the time that the
 * destination holds it back, but then at the latest a day before the window ends.
 * @param receivedAt when its lead was received
 */
export function notBefore(
  { from, to }: Window,
  { at, isQuarantined, isCorrectable }: Cause,
  { quarantine, retractAfter }: Pick<Destination, 'quarantine' | 'retractAfter'>,
  receivedAt: Instant,
): Instant {
  if (!isQuarantined && !isCorrectable) return from;
  // From its receipt, because nobody could review the lead before, and that may be days after its creation.
  const until = isQuarantined ? receivedAt + lengthMs(quarantine) : at + lengthMs(retractAfter);
  return Math.max(from, to === null ? until : Math.min(until, to - TIME_TO_LEAVE_MS));
}

function isByClick({ identifiers }: TimedDelivery): boolean {
  return (Object.keys(identifiers) as IdentifierName[]).some(isClickId);
}

/** How long a client has to post what it has fetched. */
export const LEASE_MS = 15 * MS_PER_MINUTE;
/** With a longer quarantine, Meta would no longer accept the lead. */
export const QUARANTINE_MAX_MS = 5 * MS_PER_DAY;
/** A job that runs once a day finds it in time, and a person who is warned has that day. */
const TIME_TO_LEAVE_MS = MS_PER_DAY;
