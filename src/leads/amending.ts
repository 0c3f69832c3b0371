import type { Directory } from '../directory/directory.js';
import { changesBetween, fieldOf } from '../documents/change.js';
import { faultsOf } from '../platform/input/checked.js';
import { collectFaults, type Fault, fault } from '../platform/input/fault.js';
import { merge } from '../platform/input/merge-patch.js';
import { isRecord } from '../platform/sql/sql.js';
import type { Instant } from '../platform/values/duration.js';
import { type CountryIssue, GUESSED_CODES } from '../vocabulary/countries.js';
import { LEAD_FIELD_NAMES, LEAD_FIELDS } from '../vocabulary/lead-fields.js';
import { LeadBody, type LeadPatch } from './lead.dto.js';
import { type LeadDocument, leadInputOf } from './lead.js';
import { PLATFORM_TEST } from './platform-test.js';
import {
  FUTURE_CLICK,
  faultsOfLead,
  INACTIVE_OWNER,
  OWN_DOMAIN,
  OWNER_OF_TEST,
  readLead,
  SHARED_ADDRESS,
  SHARED_NUMBER,
  SUPPRESSED_NUMBER,
} from './reading.js';

export interface LeadAmendment {
  /** Why the patch is rejected. The other fields are of use only if this is empty. */
  readonly faults: readonly Fault[];
  readonly document: LeadDocument;
  /** The paths of the changed fields, such as `contact.email`. */
  readonly fields: readonly string[];
}

/** Issues that say why a new lead is a test. */
const OF_TESTS: ReadonlySet<string> = new Set([OWN_DOMAIN, PLATFORM_TEST]);
const GUESSED_COUNTRY: CountryIssue = 'guessedCountry';
const UNKNOWN_COUNTRY: CountryIssue = 'unknownCountry';

/** A test is left out of reports and turns, and a lead is counted in them; neither can be undone. */
const STAYS_AS_IT_CAME: Fault = fault(
  '/test',
  'value',
  'A test lead stays one, and no other lead becomes one: send it again as a new lead.',
);

/** All groups, empty, so that the fields of a group that was absent are named one by one, too. */
const GROUPS = Object.fromEntries(
  LEAD_FIELD_NAMES.filter((name) => LEAD_FIELDS[name].type === 'group').map((name) => [name, {}]),
);

/**
 * Applies a JSON merge patch (RFC 7396) to a lead. Given fields replace, null removes, absent fields stay. Comparison
 * keys and issues are derived again.
 */
export function amend(
  document: LeadDocument,
  patch: Omit<LeadPatch, 'reroute'>,
  given: { directory: Directory; now: Instant },
): LeadAmendment {
  const before = leadInputOf(document);
  const body = merge(before, patch) as LeadBody;
  const { receivedAt, createdBy, importId } = document;
  const read = readLead(
    body,
    { at: receivedAt, by: createdBy, importId, now: given.now },
    given.directory.content.settings,
  );
  // An address of the company's own, or dummy values, make a new lead a test, and none that came without them.
  const isTest = body.test ?? document.test;
  const after = { ...read, test: isTest, issues: withWhatStays(document, { ...read, test: isTest }, patch) };
  const faults = collectFaults(
    faultsOf(LeadBody, body),
    after.test !== document.test && STAYS_AS_IT_CAME,
    // An instant that was accepted once is not checked again.
    after.submittedAt !== document.submittedAt && faultsOfLead(body, given.directory, given.now),
  );
  const fields = changesBetween({ ...GROUPS, ...before }, { ...GROUPS, ...leadInputOf(after) }).map(fieldOf);
  // A patch that only confirms a guessed country changes the issues alone.
  const isSettled = fields.length === 0 && after.issues.length !== document.issues.length;
  return { faults, document: after, fields: isSettled ? ['issues'] : fields };
}

/**
 * Adds the issues that cannot be derived again. A country code does not show that it was guessed, so the issue stays
 * until a patch names the country, as does that of one that was left out. A click's time that was left out is an issue
 * until a patch names the click. The owner that intake named is not stored.
 */
function withWhatStays(before: LeadDocument, after: LeadDocument, patch: Omit<LeadPatch, 'reroute'>): string[] {
  const stays = (issue: string) => before.issues.includes(issue) && !after.issues.includes(issue);
  const couldBeGuessed = (party: 'contact' | 'company') => {
    const code = before[party]?.country;
    return code !== undefined && GUESSED_CODES.has(code) && isUnnamed(patch[party]) && after[party]?.country === code;
  };
  const isGuess = stays(GUESSED_COUNTRY) && (couldBeGuessed('contact') || couldBeGuessed('company'));
  const isNotAvailable = stays(UNKNOWN_COUNTRY) && isUnnamed(patch.contact) && isUnnamed(patch.company);
  const isSameNumber = before.phoneKey === after.phoneKey;
  const isSameAddress = before.emailKey === after.emailKey;
  const isFutureClick = stays(FUTURE_CLICK) && patch.clickIds === undefined;
  return [
    ...after.issues.filter((issue) => !OF_TESTS.has(issue) || after.test),
    ...(isGuess ? [GUESSED_COUNTRY] : []),
    ...(isNotAvailable ? [UNKNOWN_COUNTRY] : []),
    ...(isFutureClick ? [FUTURE_CLICK] : []),
    ...[INACTIVE_OWNER, OWNER_OF_TEST].filter(stays),
    ...(isSameNumber ? [SHARED_NUMBER, SUPPRESSED_NUMBER].filter(stays) : []),
    ...(isSameAddress ? [SHARED_ADDRESS].filter(stays) : []),
  ];
}

function isUnnamed(party: unknown): boolean {
  return party === undefined || (isRecord(party) && !Object.hasOwn(party, 'country'));
}
