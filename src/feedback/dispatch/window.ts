import { type Instant, MS_PER_DAY, MS_PER_MINUTE } from '../../platform/duration.js';
import { type Delivery, isAdjustment } from '../delivery.js';
import { type IdentifierName, isClickId } from '../person/identifiers.js';

/** When a platform takes something. */
export interface Windows {
  /** A click has to be so old; of one whose time is not known, the lead. */
  readonly afterClickMs: number;
  /** Until when a conversion is taken, counted from the click or from what happened; null: always. */
  readonly conversion: { readonly from: 'click' | 'event'; readonly ms: number } | null;
  /** The same, of what is told by hashed contact data alone, where it differs. */
  readonly byContactAloneMs?: number;
  /** Until when it is adjusted, counted from what happened; null: always. */
  readonly adjustmentMs: number | null;
}

/** What says when a delivery may leave. */
export type TimedDelivery = Pick<Delivery, 'kind' | 'eventAt' | 'identifiers' | 'leadCreatedAt' | 'clickedAt'> & {
  readonly original: Pick<NonNullable<Delivery['original']>, 'eventAt'> | null;
};

/** Half open; `to` is null where the platform takes it for ever. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** When a delivery may leave. Asked at the moment of sending: what was queued in time may be late by then. */
export function windowOf(windows: Windows, delivery: TimedDelivery): Window {
  const { kind, eventAt, original } = delivery;
  if (isAdjustment({ kind })) {
    const { adjustmentMs } = windows;
    return { from: eventAt, to: adjustmentMs === null || original === null ? null : original.eventAt + adjustmentMs };
  }
  // The click came before the lead, so that whoever waits from the lead on waits long enough.
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

/** In which minute its time is over, where that may be before whoever fetches it now has posted it; null where it is not. */
export function minuteOfLease(windows: Windows, delivery: TimedDelivery, now: Instant): number | null {
  const { to } = windowOf(windows, delivery);
  return to === null || to >= now + LEASE_MS ? null : Math.floor((to - now) / MS_PER_MINUTE);
}

/**
 * When something leaves that is to wait, so that it does not wait past its window: a day before that ends at the latest, or
 * at once where that is over, too.
 */
export function waitWithin({ from, to }: Window, until: Instant): Instant {
  return Math.max(from, to === null ? until : Math.min(until, to - TIME_TO_LEAVE_MS));
}

function isByClick({ identifiers }: TimedDelivery): boolean {
  return (Object.keys(identifiers) as IdentifierName[]).some(isClickId);
}

/** So long what somebody has fetched is theirs to post. */
export const LEASE_MS = 15 * MS_PER_MINUTE;
/** Longer, and Meta would take the lead no longer. */
export const QUARANTINE_MAX_MS = 5 * MS_PER_DAY;
/** A job that asks once a day finds it in time, and whoever is warned has that day. */
const TIME_TO_LEAVE_MS = MS_PER_DAY;
