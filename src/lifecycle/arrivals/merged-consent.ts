import type { InquiryRow } from '../../leads/inquiry.table.js';
import type { LeadDocument } from '../../leads/lead.js';
import { consentOfBoth } from './joining.js';

const CONSENTS = ['adUserData', 'adPersonalization'] as const;

export type Consent = LeadDocument['consent'];
type Consenting = Pick<LeadDocument, 'consent' | 'receivedAt'>;

/** A form that joined a lead, or a lead that was merged into it. */
export type Joined = Pick<InquiryRow, 'id' | 'became' | 'document' | 'receivedAt' | 'mergedLeadId' | 'formerConsent'>;

/** The consent that each merged lead has, by its id. */
export type ConsentOf = (mergedLeadId: string) => Consent;

/** Returns what a lead consents to into which another is merged. */
export function consentOfPair(merged: Consenting, into: Consenting): Consent {
  const [earlier, later] = merged.receivedAt < into.receivedAt ? [merged, into] : [into, merged];
  return consentOfBoth(earlier.consent, later.consent);
}

export function isSameConsent(one: Consent, other: Consent): boolean {
  return CONSENTS.every((name) => one?.[name] === other?.[name]);
}

/** Returns the former consent as an inquiry stores it: null if the merge did not change it, empty if there was none. */
export function formerOf(former: Consent, merged: Consent): InquiryRow['formerConsent'] {
  return isSameConsent(former, merged) ? null : (former ?? {});
}

/** What a lead consents to, as its mergings say, and what it had consented to before each. */
export interface MergedConsent {
  readonly consent: Consent;
  readonly formers: ReadonlyMap<string, InquiryRow['formerConsent']>;
}

/**
 * Works out what a lead consents to once one of its merges is taken back, or once what a merged lead consents to has
 * changed: what it had said before the first merge that changed that, and what has joined it since. A form replaces what
 * was said before. Null if its consent is not what its merges made it, because a person has set it since.
 * @param joined in the order in which they joined
 * @param was what the merged leads consented to @param is what they consent to now; undefined for one that is out
 */
export function consentAfter(
  into: Consenting,
  joined: readonly Joined[],
  was: ConsentOf,
  is: (mergedLeadId: string) => Consent | undefined,
): MergedConsent | null {
  const first = joined.findIndex(({ formerConsent }) => formerConsent !== null);
  const base = first === -1 ? into.consent : orNull(joined[first]!.formerConsent);
  const since = joined.slice(Math.max(first, 0));
  if (!isSameConsent(following(into, base, since, was).consent, into.consent)) return null;
  const left = since.filter(({ mergedLeadId }) => mergedLeadId === null || is(mergedLeadId) !== undefined);
  return following(into, base, left, (id) => is(id)!);
}

function following(into: Consenting, base: Consent, joined: readonly Joined[], consentOf: ConsentOf): MergedConsent {
  const formers = new Map<string, InquiryRow['formerConsent']>();
  let consent = base;
  for (const { id, mergedLeadId, document, receivedAt } of joined) {
    const former = consent;
    if (mergedLeadId === null) consent = document?.consent ?? consent;
    else {
      consent = consentOfPair({ consent: consentOf(mergedLeadId), receivedAt }, { ...into, consent: former });
      formers.set(id, formerOf(former, consent));
    }
  }
  return { consent, formers };
}

function orNull(consent: InquiryRow['formerConsent']): Consent {
  return consent === null || Object.keys(consent).length === 0 ? null : consent;
}
