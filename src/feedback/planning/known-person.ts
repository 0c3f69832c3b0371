import type { Instant } from '../../platform/values/duration.js';
import type { WithheldReason } from '../delivery.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { CompanySettings, Destination } from '../destinations/destination.js';
import { windowOf } from '../dispatch/window.js';
import { type ClickedForm, isBefore } from '../person/clicks.js';
import { type DeliverablePerson, type FeedbackLead, identify } from '../person/identify.js';
import { platformOf, transportOf } from '../platforms.js';

/** By what a platform knows the person of a lead, or why nothing may be sent of them. */
export type KnownPerson = DeliverablePerson | { readonly withheld: WithheldReason };

interface Platform {
  readonly destination: Destination;
  readonly house: CompanySettings;
}

/**
 * Returns by what the platform knows the lead in an event of an instant: by what was there before, or else by a later
 * click. From that click on the event may be sent.
 */
export function knownAt(at: Instant, lead: FeedbackLead, { destination, house }: Platform): KnownPerson {
  const { identifiers } = platformOf(destination.platform);
  const by = (isUsed?: (form: ClickedForm) => boolean) =>
    identify(lead, identifiers, destination.settings, house, isUsed);
  const before = by(isBefore(at));
  return 'withheld' in before ? by() : before;
}

/** No platform takes a conversion from before the click. */
export function eventAtOf(known: KnownPerson, at: Instant): Instant {
  return 'withheld' in known || known.click === null ? at : Math.max(at, known.click.from);
}

/** Returns when an event may be sent. */
export function windowOfSending(
  { kind, eventAt }: Pick<DeliveryRow, 'kind' | 'eventAt'>,
  known: KnownPerson,
  { createdAt: leadCreatedAt }: FeedbackLead,
  { platform, settings }: Destination,
) {
  const { windows } = transportOf(platform, settings, kind);
  const { identifiers, click } = 'withheld' in known ? { identifiers: {}, click: null } : known;
  const clickedAt = click?.clickedAt ?? null;
  return windowOf(windows, { kind, eventAt, identifiers, leadCreatedAt, clickedAt, original: null });
}
