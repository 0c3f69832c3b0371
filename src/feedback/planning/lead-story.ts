import type { LeadForFeedback } from '../../leads/lead.store.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { FeedbackLead } from '../person/identify.js';
import type { LeadEvent } from './lead-event.js';

/** A lead with those of its events that may call for deliveries, oldest first. */
export interface LeadStory {
  readonly lead: FeedbackLead & { readonly source: string; readonly test: boolean; readonly cycle: number };
  readonly events: readonly LeadEvent[];
  /** Events with this `seq` and later ones have not been planned yet. */
  readonly newFrom: number;
}

export function feedbackLeadOf(row: LeadForFeedback): LeadStory['lead'] {
  const {
    id,
    submittedAt,
    receivedAt,
    clickIds,
    inquiries,
    consent,
    contact,
    company,
    landingPage,
    source,
    test,
    cycle,
  } = row;
  const name = company?.name;
  return {
    id,
    createdAt: submittedAt === null ? receivedAt : Math.min(submittedAt, receivedAt),
    receivedAt,
    clickIds,
    inquiries,
    consent,
    contact,
    company: name === undefined ? null : { name },
    landingPage,
    source,
    test,
    cycle,
  };
}

/**
 * Reports whether all events of a lead count as new: nothing was planned for it, and now it became known who it is, what
 * the person allows, or where it is from. What the destination would not have sent at the time stays unsent.
 */
export function isReplayed({ events, newFrom }: LeadStory, rows: readonly DeliveryRow[]): boolean {
  const isKnownBy = (each: LeadEvent) => each.is === 'joined' || (each.is === 'updated' && each.isIdentifying);
  return rows.length === 0 && events.some((each) => each.seq >= newFrom && isKnownBy(each));
}
