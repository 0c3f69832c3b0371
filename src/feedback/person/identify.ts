import { addressKeyOf } from '../../contact/address.js';
import { type IdentifyingSettings, isPlaceholder } from '../../contact/identifying.js';
import { readNumber } from '../../contact/number.js';
import type { InquiryForFeedback } from '../../leads/lead.store.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Consent, LeadInput } from '../../vocabulary/lead-fields.js';
import type { PersonNames, WithheldReason } from '../delivery.js';
import { type Click, type ClickedForm, clickOf, formsOf, isInForce } from './clicks.js';
import { hashedEmail, hashedPhone } from './contact-hash.js';
import { type IdentifierRules, type Identifiers, whyWithheld } from './identifiers.js';

export interface FeedbackLead {
  readonly id: string;
  /** When the person sent it, or else when it was received. */
  readonly createdAt: Instant;
  /** When it reached Touchline, and could first be reviewed. */
  readonly receivedAt: Instant;
  /** Of the lead's own form. */
  readonly clickIds: LeadInput['clickIds'] | null;
  readonly inquiries: readonly InquiryForFeedback[];
  readonly consent: LeadInput['consent'] | null;
  readonly contact: NonNullable<LeadInput['contact']>;
  readonly company: { readonly name?: string } | null;
  readonly landingPage: string | null;
}

/** The data of a person that a delivery may carry. */
export interface DeliverablePerson {
  readonly identifiers: Identifiers;
  /** Null if there is contact data alone. */
  readonly click: Click | null;
  readonly consent: Consent;
  readonly names: PersonNames | null;
  readonly pageUrl: string | null;
}

/**
 * Returns the data that a platform may be sent of a lead now, in its form, or why none may be.
 * @param isUsed which forms' clicks may be used; by default all but withdrawn ones
 */
export function identify<Settings extends object>(
  lead: FeedbackLead,
  rules: IdentifierRules<Settings>,
  settings: Settings,
  house: IdentifyingSettings,
  isUsed: (form: ClickedForm) => boolean = isInForce,
): DeliverablePerson | { readonly withheld: WithheldReason } {
  const consent = consentOf(lead);
  const withheld = whyWithheld(consent, lead.contact, house.defaultCountry);
  if (withheld !== null) return { withheld };
  const { identifiers, click } = identifiersOf(lead, rules, settings, house, isUsed);
  if (Object.keys(identifiers).length === 0) return { withheld: 'noIdentifier' };
  return {
    identifiers,
    click,
    consent,
    names: rules.names?.(settings) === true ? namesOf(lead) : null,
    pageUrl: pageOf(lead.landingPage),
  };
}

/** Returns a person's consent, with `unspecified` for what they did not say. */
export function consentOf({ consent }: Pick<FeedbackLead, 'consent'>): Required<Consent> {
  return { adUserData: 'unspecified', adPersonalization: 'unspecified', ...consent };
}

/** Returns the identifier by which the platform knows a lead that a tag on the website has counted, or null. */
export function tagKeyOf(
  lead: Pick<FeedbackLead, 'createdAt' | 'clickIds' | 'inquiries'>,
  { tagKey }: Pick<IdentifierRules, 'tagKey'>,
): string | null {
  if (tagKey === undefined) return null;
  const form = formsOf(lead).find((each) => isInForce(each) && each.clickIds[tagKey] !== undefined);
  return form?.clickIds[tagKey] ?? null;
}

/** Reports whether a lead has an identifier of the platform itself: by default, only those leads are sent. */
export function isKnownTo<Settings extends object>(
  lead: FeedbackLead,
  rules: IdentifierRules<Settings>,
  settings: Settings,
): boolean {
  return ownOf(lead, rules, settings, isInForce).click !== null;
}

function identifiersOf<Settings extends object>(
  lead: FeedbackLead,
  rules: IdentifierRules<Settings>,
  settings: Settings,
  house: IdentifyingSettings,
  isUsed: (form: ClickedForm) => boolean,
): Pick<DeliverablePerson, 'identifiers' | 'click'> {
  const own = ownOf(lead, rules, settings, isUsed);
  const contact = rules.hashedContact(settings);
  if (contact === 'never' || (contact === 'withClickId' && own.click === null)) return own;
  const { email, phone, country } = lead.contact;
  const form = rules.email(settings);
  const from = country ?? house.defaultCountry;
  const isReal = (key: string | null) => key === null || !isPlaceholder(key, house);
  const emailHash =
    email === undefined || form === null || !isReal(addressKeyOf(email)) ? null : hashedEmail(email, form);
  const phoneHash =
    phone === undefined || rules.phone === null || !isReal(readNumber(phone, from))
      ? null
      : hashedPhone(phone, from, rules.phone);
  const hashes = { ...(emailHash !== null && { email: emailHash }), ...(phoneHash !== null && { phone: phoneHash }) };
  return { identifiers: { ...own.identifiers, ...hashes }, click: own.click };
}

function ownOf<Settings extends object>(
  lead: FeedbackLead,
  rules: IdentifierRules<Settings>,
  settings: Settings,
  isUsed: (form: ClickedForm) => boolean,
): Pick<DeliverablePerson, 'identifiers' | 'click'> {
  return clickOf(formsOf(lead).filter(isUsed), rules.own(settings), rules.together);
}

/** Returns both names or none: platforms reject one alone. */
function namesOf({ contact, company }: FeedbackLead): PersonNames | null {
  const { firstName, lastName, country } = contact;
  if (firstName === undefined || lastName === undefined) return null;
  return {
    firstName,
    lastName,
    companyName: company?.name ?? null,
    country: country !== undefined && /^[A-Z]{2}$/.test(country) ? country : null,
  };
}

/** Drops what follows the path, which may be something that a person typed. */
function pageOf(landingPage: string | null): string | null {
  if (landingPage === null || !URL.canParse(landingPage)) return null;
  const { protocol, origin, pathname } = new URL(landingPage);
  return protocol === 'https:' || protocol === 'http:' ? `${origin}${pathname}` : null;
}
