import type { Directory } from '../directory/directory.js';
import { changesBetween } from '../documents/change.js';
import { faultsOf } from '../platform/checked.js';
import type { Fault } from '../platform/fault.js';
import type { Instant } from '../platform/instant.js';
import type { CountryIssue } from '../vocabulary/countries.js';
import { LEAD_FIELD_NAMES, LEAD_FIELDS } from '../vocabulary/lead-fields.js';
import { toldOf } from './as-sent.js';
import { LeadBody, type LeadPatch } from './lead.dto.js';
import type { LeadDocument } from './lead.js';
import { faultsOfLead, readLead } from './reading.js';

export interface Amended {
  /** Why it cannot be that; the rest is of use when there are none. */
  readonly faults: readonly Fault[];
  readonly document: LeadDocument;
  /** The names of what is different now, such as `contact.email`. */
  readonly fields: readonly string[];
}

const GUESSED_COUNTRY: CountryIssue = 'guessedCountry';

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
  const after = { ...read, issues: withGuess(document, read) };
  const faults = [
    ...faultsOf(LeadBody, body),
    // It was believed once; only another instant has to be believed anew.
    ...(after.submittedAt === document.submittedAt ? [] : faultsOfLead(body, given.directory, given.now)),
  ];
  return {
    faults,
    document: after,
    fields: changesBetween({ ...GROUPS, ...before }, { ...GROUPS, ...toldOf(after) }).map(nameOf),
  };
}

/** The code that a country was guessed to be says no more that it was a guess: it stays one until another takes its place. */
function withGuess(before: LeadDocument, after: LeadDocument): readonly string[] {
  const wasGuessed = before.issues.includes(GUESSED_COUNTRY) && !after.issues.includes(GUESSED_COUNTRY);
  const isSame = before.contact.country === after.contact.country && before.company?.country === after.company?.country;
  return wasGuessed && isSame ? [...after.issues, GUESSED_COUNTRY] : after.issues;
}

function merge(body: Record<string, unknown>, patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged = new Map(Object.entries(body));
  for (const [name, value] of Object.entries(patch)) {
    const group = isRecord(value) ? merge(recordOf(merged.get(name)), value) : value;
    if (group === null || (isRecord(group) && Object.keys(group).length === 0)) merged.delete(name);
    else merged.set(name, group);
  }
  return Object.fromEntries(merged);
}

function nameOf({ pointer }: { readonly pointer: string }): string {
  return pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
