import { CLICK_IDS, type ClickId, FBCLID } from '../../leads/click-ids.js';
import type { Instant } from '../../platform/duration.js';
import type { Consent, LeadInput } from '../../vocabulary/lead-fields.js';
import type { PersonNames, WithheldReason } from '../delivery.js';
import { hashedEmail, hashedPhone } from './contact-hash.js';
import { type IdentifierRules, type Identifiers, whyWithheld } from './identifiers.js';

export interface FeedbackLead {
  readonly id: string;
  /** When the person sent it, or else when it was received. */
  readonly createdAt: Instant;
  /** When it reached Touchline, and could first be reviewed. */
  readonly receivedAt: Instant;
  readonly clickIds: LeadInput['clickIds'] | null;
  readonly consent: LeadInput['consent'] | null;
  readonly contact: NonNullable<LeadInput['contact']>;
  readonly company: { readonly name?: string } | null;
  readonly landingPage: string | null;
}

/** The data of a person that a delivery may carry. */
export interface Identified {
  readonly identifiers: Identifiers;
  readonly consent: Consent;
  readonly names: PersonNames | null;
  readonly pageUrl: string | null;
}

/** Returns the data that a platform may be sent of a lead now, in its form, or why none may be. */
export function identify<Settings extends object>(
  lead: FeedbackLead,
  rules: IdentifierRules<Settings>,
  settings: Settings,
  defaultCountry: string | null,
): Identified | { readonly withheld: WithheldReason } {
  const consent = consentOf(lead);
  const withheld = whyWithheld(consent, lead.contact, defaultCountry);
  if (withheld !== null) return { withheld };
  const identifiers = identifiersOf(lead, rules, settings, defaultCountry);
  if (Object.keys(identifiers).length === 0) return { withheld: 'noIdentifier' };
  return {
    identifiers,
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
  { clickIds }: Pick<FeedbackLead, 'clickIds'>,
  { tagKey }: Pick<IdentifierRules, 'tagKey'>,
): string | null {
  return (tagKey && clickIds?.[tagKey]) ?? null;
}

/** Reports whether a lead has an identifier of the platform itself: by default, only those leads are sent. */
export function isKnownTo<Settings extends object>(
  lead: FeedbackLead,
  rules: IdentifierRules<Settings>,
  settings: Settings,
): boolean {
  return Object.keys(ownOf(lead, rules, settings)).length > 0;
}

function identifiersOf<Settings extends object>(
  lead: FeedbackLead,
  rules: IdentifierRules<Settings>,
  settings: Settings,
  defaultCountry: string | null,
): Identifiers {
  const own = ownOf(lead, rules, settings);
  const contact = rules.hashedContact(settings);
  const isKnown = Object.keys(own).length > 0;
  if (contact === 'never' || (contact === 'withClickId' && !isKnown)) return own;
  const { email, phone, country } = lead.contact;
  const form = rules.email(settings);
  const emailHash = email === undefined || form === null ? null : hashedEmail(email, form);
  const phoneHash =
    phone === undefined || rules.phone === null ? null : hashedPhone(phone, country ?? defaultCountry, rules.phone);
  return {
    ...own,
    ...(emailHash !== null && { email: emailHash }),
    ...(phoneHash !== null && { phone: phoneHash }),
  };
}

function ownOf<Settings extends object>(
  lead: FeedbackLead,
  rules: IdentifierRules<Settings>,
  settings: Settings,
): Identifiers {
  const found = rules.own(settings).flatMap((name) => {
    const id = clickIdOf(lead, name);
    return id !== undefined && CLICK_IDS[name].test(id) ? [[name, id] as const] : [];
  });
  return Object.fromEntries(rules.together ? found : found.slice(0, 1));
}

/** A missing `fbc` is built like Meta's cookie, from the click id in the address and the time of the click. */
function clickIdOf({ clickIds, createdAt }: FeedbackLead, name: ClickId): string | undefined {
  const given = clickIds?.[name];
  if (given !== undefined || name !== 'fbc') return given;
  const fbclid = clickIds?.fbclid;
  if (fbclid === undefined || !FBCLID.test(fbclid)) return undefined;
  const seenAt = clickIds?.clickedAt === undefined ? createdAt : Date.parse(clickIds.clickedAt);
  return `fb.1.${seenAt}.${fbclid}`;
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
