import { countriesOfNumber, readNumber } from '../../contact/number.js';
import type { ClickId } from '../../leads/click-ids.js';
import type { Consent } from '../../vocabulary/lead-fields.js';
import type { WithheldReason } from '../delivery.js';
import type { EmailForm, PhoneForm } from './contact-hash.js';

/** `email` and `phone` are hashes. */
export type IdentifierName = ClickId | 'email' | 'phone';
export type Identifiers = Readonly<Partial<Record<IdentifierName, string>>>;

/** When hashed contact data is sent: beside a click id, never, or also for leads that the platform may not know. */
export const HASHED_CONTACT = ['withClickId', 'never', 'always'] as const;
export type HashedContact = (typeof HASHED_CONTACT)[number];

export interface IdentifierRules<Settings extends object = object> {
  /** The platform's own identifiers, the one that it knows best first. */
  own(settings: Settings): readonly ClickId[];
  /** An identifier of the right form that no person has, for tests. */
  readonly nobody: Identifiers;
  /** Whether all of its own identifiers are sent together; otherwise only the first. */
  readonly together: boolean;
  /** How an address is normalised before it is hashed; null if none is sent. */
  email(settings: Settings): EmailForm | null;
  readonly phone: PhoneForm | null;
  hashedContact(settings: Settings): HashedContact;
  /** The identifier by which it knows a lead that a tag on the website has counted. */
  readonly tagKey?: 'transactionId' | 'eventId';
  names?(settings: Settings): boolean;
}

export function isClickId(name: IdentifierName): name is ClickId {
  return name !== 'email' && name !== 'phone';
}

/**
 * Countries that require consent: the EEA with what belongs to its members (Åland, the French overseas departments,
 * Svalbard), the UK with the islands that share its numbers, and Switzerland.
 */
const CONSENT_COUNTRIES: ReadonlySet<string> = new Set(
  `AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO
   AX GF GP MQ MF RE YT SJ GB GG GI IM JE CH`.split(/\s+/),
);

interface Whereabouts {
  readonly country?: string | undefined;
  readonly phone?: string | undefined;
}

/**
 * Returns why nothing may be sent by which the person could be identified, or null if it may. Unspecified consent is
 * enough only for a person who is known to live elsewhere.
 * @param defaultCountry from the settings: where leads of unknown country are assumed to live
 */
export function whyWithheld(
  consent: Consent,
  where: Whereabouts,
  defaultCountry: string | null,
): Extract<WithheldReason, 'consentDenied' | 'consentMissing'> | null {
  if (consent.adUserData === 'denied') return 'consentDenied';
  if (consent.adUserData === 'granted') return null;
  const countries = countriesOf(where, defaultCountry);
  const isElsewhere = countries.length > 0 && countries.every((country) => !CONSENT_COUNTRIES.has(country));
  return isElsewhere ? null : 'consentMissing';
}

/** Returns all countries that the person's data points to, or the default one if there are none. */
function countriesOf({ country, phone }: Whereabouts, defaultCountry: string | null): readonly string[] {
  const stated = country === undefined ? [] : [country.toUpperCase()];
  const number = phone === undefined ? null : readNumber(phone, country, defaultCountry);
  const ofPhone = number === null ? [] : countriesOfNumber(number);
  const known = [...stated, ...ofPhone];
  return known.length > 0 || defaultCountry === null ? known : [defaultCountry.toUpperCase()];
}
