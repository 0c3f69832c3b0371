import { domainKey, isOfEverybody } from '../disposition/suppression.js';

/** A domain as it is compared; null where it is none, or one at which everybody can have an address. */
export function companyDomain(text: string | undefined): string | null {
  const key = domainKey(text);
  return key === null || isOfEverybody({ kind: 'domain', key }) ? null : key;
}

/** The domain of the company that a lead is of: what it says, else that of the address; null where neither is one. */
export function companyKeyOf(domain: string | undefined, email: string | undefined): string | null {
  return companyDomain(domain) ?? (email === undefined ? null : companyDomain(email.slice(email.lastIndexOf('@') + 1)));
}
