import { type IdentifyingSettings, identifyingAddress, identifyingNumber, whyNobody } from '../contact/identifying.js';
import { readNumber } from '../contact/number.js';
import type { Directory } from '../directory/directory.js';
import { isAhead } from '../platform/input/ahead.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { NeedsReview } from '../routing/queues/sent-to-queue.js';
import { COUNTRY_ISSUES, mayBeNotAvailable, type ReadCountry, readCountry } from '../vocabulary/countries.js';
import { LEAD_FIELD_NAMES, type LeadField, type LeadInput } from '../vocabulary/lead-fields.js';
import { isWellFormed } from './click-ids.js';
import { companyKeyOf } from './company.js';
import type { LeadBody } from './lead.dto.js';
import { DOCUMENT_FIELDS, type LeadDocument } from './lead.js';
import { isPlatformTest, PLATFORM_TEST } from './platform-test.js';
import { faultsOfReportedInstant } from './reported-instant.js';
import { clickKeyOf } from './same-person.js';

export function faultsOfLead(
  { submittedAt, owner }: Pick<LeadBody, 'submittedAt' | 'owner'>,
  directory: Pick<Directory, 'content' | 'rep'>,
  now: Instant,
): Fault[] {
  const faults: Fault[] = [];
  if (submittedAt !== undefined) {
    const backdating = directory.content.settings.backdating.integration;
    faults.push(...faultsOfReportedInstant(instantOf(submittedAt), '/submittedAt', { now, backdating }));
  }
  if (owner !== undefined && directory.rep(owner.repId.toLowerCase()) === undefined)
    faults.push(fault('/owner/repId', 'unknownId', `There is no rep ${owner.repId}.`));
  return faults;
}

/** What of the settings decides how a lead is read. */
export interface ReadingSettings extends IdentifyingSettings {
  readonly ownDomains: readonly string[];
}

/** The lead has an address of the company's own, and is a test. */
export const OWN_DOMAIN = 'ownDomain';
/** The sender named an owner who has left; the rules route the lead. */
export const INACTIVE_OWNER = 'inactiveOwner';
/** The sender named an owner for a test; it goes to the test pool all the same. */
export const OWNER_OF_TEST = 'ownerOfTest';

/** Returns the owner that the sender named; null if none, or one who is no longer active. */
export function ownerGiven({ owner }: Pick<LeadBody, 'owner'>, directory: Pick<Directory, 'rep'>): string | null {
  const repId = owner?.repId.toLowerCase();
  return repId !== undefined && directory.rep(repId)?.active === true ? repId : null;
}

/**
 * Builds the document of a checked request.
 * @param received.channel the source's, if the lead names none
 * @param received.now if it is read again later, for a change
 */
export function readLead(
  body: LeadInput,
  received: {
    at: Instant;
    by: string | null;
    importId?: string | null | undefined;
    channel?: string | null | undefined;
    now?: Instant;
  },
  settings: ReadingSettings,
): LeadDocument {
  const { contact: given = {}, company: givenCompany, submittedAt } = body;
  const { clickIds, issues: clickIssues } = readClickIds(body.clickIds, received.now ?? received.at);
  // What was read before is a code.
  const isFirst = received.now === undefined;
  const isNamibian = () => isInNamibia(given, givenCompany, settings.defaultCountry);
  const countries = {
    contact: countryOf(given, { isFirst, isInUsa: isInUsa(given), isInNamibia: isNamibian }),
    company: countryOf(givenCompany, { isFirst, isInNamibia: isNamibian }),
  };
  const contact = withCountry(given, countries.contact);
  const { email, phone, country } = contact;
  const emailKey = identifyingAddress(email, settings);
  const phoneKey = identifyingNumber(phone, country, settings);
  const isOwn = emailKey !== null && isOfDomain(emailKey, settings.ownDomains);
  const isOfPlatform = isPlatformTest(body, emailKey);
  return Object.assign(asGiven(body), {
    test: body.test || isOwn || isOfPlatform,
    channel: body.channel ?? received.channel ?? null,
    contact,
    company: givenCompany === undefined ? null : withCountry(givenCompany, countries.company),
    clickIds: clickIds ?? null,
    submittedAt: submittedAt === undefined ? null : instantOf(submittedAt),
    receivedAt: received.at,
    createdBy: received.by,
    importId: received.importId ?? null,
    emailKey,
    phoneKey,
    companyKey: companyKeyOf(givenCompany?.domain, emailKey ?? undefined),
    clickKey: clickKeyOf(clickIds),
    issues: [
      ...issuesOf(contact, { emailKey, phoneKey }, settings),
      ...(isOwn ? [OWN_DOMAIN] : []),
      ...(isOfPlatform ? [PLATFORM_TEST] : []),
      ...countryIssuesOf(Object.values(countries)),
      ...clickIssues,
    ],
  });
}

function isOfDomain(emailKey: string, domains: readonly string[]): boolean {
  const domain = emailKey.slice(emailKey.lastIndexOf('@') + 1);
  return domains.some((own) => domain === own || domain.endsWith(`.${own}`));
}

const NAMIBIA = 'NA';

type WithCountry = { readonly country?: string };

/** What else about a person says where they are. */
interface Indications {
  /** Whether it is read as it was sent. */
  readonly isFirst: boolean;
  readonly isInUsa?: boolean;
  readonly isInNamibia: () => boolean;
}

/** @returns null if no country was sent; without `country` if what was sent is "not available" */
function countryOf(
  party: WithCountry | undefined,
  { isFirst, isInUsa, isInNamibia }: Indications,
): (Omit<ReadCountry, 'country'> & Partial<ReadCountry>) | null {
  if (party?.country === undefined) return null;
  if (isFirst && mayBeNotAvailable(party.country) && !isInNamibia()) return { issue: 'unknownCountry' };
  return readCountry(party.country, isInUsa);
}

function isInNamibia(
  { country, phone, timeZone }: LeadDocument['contact'],
  company: WithCountry | undefined,
  defaultCountry: string | null,
): boolean {
  const isNamed = [country, company?.country].some(
    (sent) => sent !== undefined && !mayBeNotAvailable(sent) && readCountry(sent).country === NAMIBIA,
  );
  if (isNamed || defaultCountry === NAMIBIA || timeZone?.toLowerCase() === 'africa/windhoek') return true;
  return phone !== undefined && readNumber(phone, defaultCountry)?.startsWith('+264') === true;
}

/** Tells the US state of Georgia from the country, whose postal codes have four digits. */
function isInUsa({ phone = '', postalCode = '' }: LeadDocument['contact']): boolean {
  return /^\s*(?:\+|00)\s*1\D*\d/.test(phone) || /^\d{5}(?:-\d{4})?$/.test(postalCode);
}

/** Stores the country's code, so that a rule for `DE` matches "Germany". */
function withCountry<Party extends WithCountry>(party: Party, read: ReturnType<typeof countryOf>): Party {
  if (read === null || read.country === party.country) return party;
  const { country: _, ...others } = party;
  return (read.country === undefined ? others : { ...others, country: read.country }) as Party;
}

function countryIssuesOf(countries: readonly ReturnType<typeof countryOf>[]): string[] {
  return COUNTRY_ISSUES.filter((issue) => countries.some((country) => country?.issue === issue));
}

/** A click id does not have its platform's format; it is not sent to any. */
export const MALFORMED_CLICK_ID = 'malformedClickId';

/** The click is said to have been in the future; its time is left out. */
export const FUTURE_CLICK = 'futureClick';

/** Keeps click ids as sent. Their instant is written in our own format, and left out if it cannot be true. */
function readClickIds(given: LeadInput['clickIds'], now: Instant): { clickIds?: typeof given; issues: string[] } {
  if (given === undefined) return { issues: [] };
  const { clickedAt, ...ids } = given;
  const issues = Object.entries(ids).some(([name, value]) => !isWellFormed(name, value)) ? [MALFORMED_CLICK_ID] : [];
  if (clickedAt === undefined) return { clickIds: ids, issues };
  const at = instantOf(clickedAt);
  if (isAhead(at, now)) return { clickIds: ids, issues: [...issues, FUTURE_CLICK] };
  return { clickIds: { ...ids, clickedAt: toIso(at) }, issues };
}

/** All fields of a document from the start: adding a property later makes an object slow to copy. */
const BLANK: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(DOCUMENT_FIELDS.map((name) => [name, null])),
  account: undefined,
  companyOwnerId: undefined,
};

function asGiven(body: LeadInput): Pick<LeadDocument, LeadField> {
  const given = { ...BLANK };
  for (const name of LEAD_FIELD_NAMES) given[name] = body[name] ?? null;
  return given as unknown as Pick<LeadDocument, LeadField>;
}

/** Its number, or its address, is used by so many people that it identifies nobody. */
export const SHARED_NUMBER = 'sharedNumber';
export const SHARED_ADDRESS = 'sharedAddress';
/** Its address, or its number, is one that people type who have none to give. */
export const PLACEHOLDER_EMAIL = 'placeholderEmail';
export const PLACEHOLDER_PHONE = 'placeholderPhone';
/** Its address, or its number, cannot be read, so it identifies nobody. */
export const UNREADABLE_EMAIL = 'unreadableEmail';
export const UNREADABLE_PHONE = 'unreadablePhone';
/** Its number is suppressed, and must not be called. */
export const SUPPRESSED_NUMBER = 'suppressedNumber';

/** Returns why a person has to look at a lead before anybody works on it: nobody can be reached by what it says. */
export function reviewNeededBy({ issues, emailKey }: Pick<LeadDocument, 'issues' | 'emailKey'>): NeedsReview | null {
  if (issues.includes(NO_CONTACT)) return NO_CONTACT;
  return issues.includes(SUPPRESSED_NUMBER) && emailKey === null ? SUPPRESSED_NUMBER : null;
}

/** Returns a lead without the warnings about an address or a number that can be read by now. */
export function withoutSettledIssues(document: LeadDocument): LeadDocument {
  const { issues, emailKey, phoneKey } = document;
  const isSettled = (issue: string) =>
    (emailKey !== null && OF_EMAIL.includes(issue)) ||
    (phoneKey !== null && OF_PHONE.includes(issue)) ||
    (issue === NO_CONTACT && (emailKey !== null || phoneKey !== null));
  return { ...document, issues: issues.filter((issue) => !isSettled(issue)) };
}

/** Returns a lead as if it had an address, if it was left out: a preview is about everything else. */
export function asReachable(document: LeadDocument): LeadDocument {
  const { contact, issues } = document;
  if (contact.email !== undefined || contact.phone !== undefined) return document;
  return { ...document, issues: issues.filter((issue) => issue !== NO_CONTACT) };
}

/** A lead by which nobody can be reached: it has no address and no number, or none that can be read. */
export const NO_CONTACT = 'noContact';

/** Warnings that are settled once the address or the number can be read. */
export const OF_EMAIL: readonly string[] = [UNREADABLE_EMAIL, PLACEHOLDER_EMAIL];
export const OF_PHONE: readonly string[] = [UNREADABLE_PHONE, PLACEHOLDER_PHONE];
const EMAIL_ISSUES = { unreadable: UNREADABLE_EMAIL, placeholder: PLACEHOLDER_EMAIL } as const;
const PHONE_ISSUES = { unreadable: UNREADABLE_PHONE, placeholder: PLACEHOLDER_PHONE } as const;

/** Returns a lead's issues. It is accepted despite them: rejecting typing errors would lose leads. */
function issuesOf(
  contact: LeadDocument['contact'],
  { emailKey, phoneKey }: Pick<LeadDocument, 'emailKey' | 'phoneKey'>,
  settings: IdentifyingSettings,
): string[] {
  const issues: string[] = [];
  if (emailKey === null && phoneKey === null) issues.push(NO_CONTACT);
  if (contact.email !== undefined && emailKey === null)
    issues.push(EMAIL_ISSUES[whyNobody('email', contact.email, settings)]);
  if (contact.phone !== undefined && phoneKey === null)
    issues.push(PHONE_ISSUES[whyNobody('phone', contact.phone, settings, contact.country)]);
  return issues;
}
