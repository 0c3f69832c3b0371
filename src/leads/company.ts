import { domainKey, isOfEverybody } from '../disposition/suppression.js';

/** Returns a domain in the form for comparison; null if it is none or a public mail provider's. */
export function companyDomain(text: string | undefined): string | null {
  const key = domainKey(text);
  return key === null || isOfEverybody({ kind: 'domain', key }) ? null : key;
}

/** Returns the domain of a lead's company: the given one, else the e-mail address's; null if neither is one. */
export function companyKeyOf(domain: string | undefined, email: string | undefined): string | null {
  return companyDomain(domain) ?? (email === undefined ? null : companyDomain(email.slice(email.lastIndexOf('@') + 1)));
}
