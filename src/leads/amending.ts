import type { Directory } from '../directory/directory.js';
import { changesBetween, fieldOf } from '../documents/change.js';
import { faultsOf } from '../platform/checked.js';
import type { Instant } from '../platform/duration.js';
import type { Fault } from '../platform/fault.js';
import { merge } from '../platform/merge-patch.js';
import { isRecord } from '../platform/sql.js';
import { type CountryIssue, GUESSED_CODES } from '../vocabulary/countries.js';
import { LEAD_FIELD_NAMES, LEAD_FIELDS } from '../vocabulary/lead-fields.js';
import { LeadBody, type LeadPatch } from './lead.dto.js';
import { type LeadDocument, toldOf } from './lead.js';
import { faultsOfLead, INACTIVE_OWNER, OWNER_OF_TEST, readLead } from './reading.js';

export interface Amended {
  /** Why it cannot be that; the rest is of use when there are none. */
  readonly faults: readonly Fault[];
  readonly document: LeadDocument;
  /** The names of what is different now, such as `contact.email`. */
  readonly fields: readonly string[];
}

const GUESSED_COUNTRY: CountryIssue = 'guessedCountry';

/** What it was left out of, or counted in, cannot be made undone. */
const STAYS_AS_IT_CAME: Fault = {
  pointer: '/test',
  code: 'value',
  message: 'A lead that came in as a test stays one, and no other becomes one: send it once more.',
};

/** With every group there, so that the fields of one that was empty are named one by one as well. */
const GROUPS = Object.fromEntries(
  LEAD_FIELD_NAMES.filter((name) => LEAD_FIELDS[name].type === 'group').map((name) => [name, {}]),
);

/**
 * A lead with what it turned out to be: a JSON merge patch (RFC 7396). What is given replaces, null takes away, all else
 * stays; the forms in which addresses and numbers are compared, and what is odd about them, are worked out anew.
 */
export function amend(
  document: LeadDocument,
  patch: Omit<LeadPatch, 'reroute'>,
  given: { directory: Directory; now: Instant },
): Amended {
  const before = toldOf(document);
  const body = merge(before, patch) as LeadBody;
  const { receivedAt, createdBy } = document;
  const read = readLead(body, { at: receivedAt, by: createdBy }, given.directory.content.settings);
  const after = { ...read, issues: withWhatStays(document, read, patch) };
  const faults = [
    ...faultsOf(LeadBody, body),
    ...(after.test === document.test ? [] : [STAYS_AS_IT_CAME]),
    // It was believed once; only another instant has to be believed anew.
    ...(after.submittedAt === document.submittedAt ? [] : faultsOfLead(body, given.directory, given.now)),
  ];
  const fields = changesBetween({ ...GROUPS, ...before }, { ...GROUPS, ...toldOf(after) }).map(fieldOf);
  // A guess that is confirmed changes nothing else.
  const isSettled = fields.length === 0 && after.issues.length !== document.issues.length;
  return { faults, document: after, fields: isSettled ? ['issues'] : fields };
}

/**
 * What cannot be worked out anew. The code that a country was guessed to be says no more that it was a guess: it stays
 * one until somebody says which country it is. Who was named as the owner is not kept.
 */
function withWhatStays(before: LeadDocument, after: LeadDocument, patch: Omit<LeadPatch, 'reroute'>): string[] {
  const stays = (issue: string) => before.issues.includes(issue) && !after.issues.includes(issue);
  const couldBeGuessed = (party: 'contact' | 'company') => {
    const code = before[party]?.country;
    return code !== undefined && GUESSED_CODES.has(code) && isUnnamed(patch[party]) && after[party]?.country === code;
  };
  const isGuess = stays(GUESSED_COUNTRY) && (couldBeGuessed('contact') || couldBeGuessed('company'));
  return [...after.issues, ...(isGuess ? [GUESSED_COUNTRY] : []), ...[INACTIVE_OWNER, OWNER_OF_TEST].filter(stays)];
}

/** Whether a patch says nothing of a party's country. */
function isUnnamed(party: unknown): boolean {
  return party === undefined || (isRecord(party) && !Object.hasOwn(party, 'country'));
}
