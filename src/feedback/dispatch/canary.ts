import { type Instant, MS_PER_DAY, MS_PER_HOUR } from '../../platform/values/duration.js';
import type { Delivery } from '../delivery.js';
import type { CompanySettings, Destination } from '../destinations/destination.js';
import { hashedText } from '../person/contact-hash.js';
import { isCorrection } from '../planning/trigger.js';
import { platformOf, transportOf } from '../platforms.js';
import type { OutgoingRequest } from './outgoing.js';

/**
 * Returns the request for one made-up conversion, by the first rule that sends an event, written like real ones.
 * @returns null if no rule sends an event, or conversions are sent in files
 */
export function canaryOf(
  destination: Destination,
  house: CompanySettings,
  now: Instant,
  id: string,
): OutgoingRequest | null {
  const { platform, settings, rules } = destination;
  const rule = rules.find(({ send }) => !isCorrection(send));
  const transport = transportOf(platform, settings, 'conversion');
  if (rule === undefined || transport.format !== 'json') return null;
  const { identifiers: rulesOf } = platformOf(platform);
  const first = rulesOf.own(settings).find((name) => name in rulesOf.nobody);
  const email = rulesOf.email(settings) === null ? {} : { email: hashedText('touchline-canary@example.com') };
  const delivery: Delivery = {
    id,
    leadId: id,
    kind: 'conversion',
    stage: 'lead',
    dedupKey: `canary-${id}`,
    send: rule.send,
    eventAt: now - MS_PER_HOUR,
    value: null,
    identifiers: { ...(first !== undefined && { [first]: rulesOf.nobody[first] }), ...email },
    consent: { adUserData: 'granted', adPersonalization: 'denied' },
    names: null,
    pageUrl: null,
    leadCreatedAt: now - 2 * MS_PER_HOUR,
    clickedAt: now - MS_PER_DAY,
    clickInquiryId: null,
    closing: null,
    original: null,
  };
  const outgoing = transport.write({ settings, deliveries: [delivery], now, timeZone: house.timeZone, jobId: 1 });
  return outgoing.format === 'json' ? outgoing : null;
}
