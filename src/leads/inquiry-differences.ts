import type { InquiryRow } from './inquiry.table.js';
import type { LeadDocument } from './lead.js';
import { nameKeyOf } from './person-names.js';

/** What of a person a further form can say otherwise than the lead. */
export const PERSON_FACTS = ['name', 'email', 'phone'] as const;
export type PersonFact = (typeof PERSON_FACTS)[number];

type Known = Pick<LeadDocument, 'contact' | 'emailKey' | 'phoneKey'>;

/**
 * Returns what a form says of the person that the lead does not have, or has otherwise. Names, addresses and numbers
 * are compared as for who is the same person, so that a spelling is no difference.
 */
export function differencesOf(
  { document, emailKey, phoneKey }: Pick<InquiryRow, 'document' | 'emailKey' | 'phoneKey'>,
  lead: Known,
): PersonFact[] {
  const sent = document?.contact ?? {};
  const name = nameKeyOf(sent);
  const isOther: Readonly<Record<PersonFact, boolean>> = {
    name: name !== null && name !== nameKeyOf(lead.contact),
    email: isOtherKey([sent.email, emailKey], [lead.contact.email, lead.emailKey]),
    phone: isOtherKey([sent.phone, phoneKey], [lead.contact.phone, lead.phoneKey]),
  };
  return PERSON_FACTS.filter((fact) => isOther[fact]);
}

/** An address or number as it was written, and its key; null if it identifies nobody. */
type Identifying = readonly [written: string | undefined, key: string | null];

/** What cannot be read is compared as it was written. */
function isOtherKey([written, key]: Identifying, [had, hadKey]: Identifying): boolean {
  if (written === undefined) return false;
  return key === null ? written !== had : key !== hadKey;
}
