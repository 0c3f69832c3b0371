import { storedKeys } from '../../contact/identifying.js';
import { companyDomain } from '../../leads/company.js';
import type { OfCompany } from '../../lifecycle/lead-accounts.service.js';
import type { AccountWay, MatchedAccount } from '../../routing/rules/of-account.js';

/** How many parent domains are tried: no company nests its addresses deeper. */
const PARENTS_MAX = 5;

/** The keys by which a lead is matched to an account, in order of precedence. */
export interface LeadKeys {
  readonly refs: readonly (readonly [system: string, ref: string])[];
  readonly domains: readonly string[];
  /** Parent domains: `acme.example` for `de.acme.example`. */
  readonly parents: readonly string[];
  readonly email: string | null;
  /** In all forms under which it may be stored; empty without one. */
  readonly phones: readonly string[];
}

export function keysOfLead({ refs, company, companyKey, emailKey, phoneKey }: OfCompany): LeadKeys {
  const ofAddress = emailKey === null ? null : companyDomain(emailKey.slice(emailKey.lastIndexOf('@') + 1));
  const named = company?.domain === undefined ? null : companyKey;
  const domains = [...new Set([named, ofAddress].filter((domain) => domain !== null))];
  const parents = domains.flatMap(parentsOf).filter((domain) => !domains.includes(domain));
  return {
    refs: Object.entries(refs ?? {}),
    domains,
    parents: [...new Set(parents)],
    email: emailKey,
    phones: phoneKey === null ? [] : storedKeys('phone', phoneKey),
  };
}

/** The nearest first, without top-level domains and those where everybody can have an address. */
function parentsOf(domain: string): string[] {
  const names = domain.split('.');
  const parents: string[] = [];
  for (let from = 1; from <= Math.min(names.length - 2, PARENTS_MAX); from += 1) {
    const parent = companyDomain(names.slice(from).join('.'));
    if (parent !== null) parents.push(parent);
  }
  return parents;
}

export interface FoundKeys {
  /** By `refKey`. */
  readonly refs: ReadonlyMap<string, string>;
  readonly domains: ReadonlyMap<string, { readonly accountId: string; readonly isBrand: boolean }>;
  readonly emails: ReadonlyMap<string, string>;
  readonly phones: ReadonlyMap<string, string>;
}

export function refKey(system: string, ref: string): string {
  return `${system} ${ref}`;
}

/** Returns the account of a lead by the first way that finds one, or null. */
export function matchAccount(keys: LeadKeys, found: FoundKeys): MatchedAccount | null {
  const asked: AccountWay[] = [];
  for (const [by, accountIds] of ways(keys, found)) {
    const accountId = accountIds.find((id) => id !== undefined);
    if (accountId !== undefined) return { accountId, by, asked };
    if (accountIds.length > 0) asked.push(by);
  }
  return null;
}

type Way = readonly [AccountWay, readonly (string | undefined)[]];

/** The accounts that each way finds; empty if the lead has no such key. */
function ways({ refs, domains, parents, email, phones }: LeadKeys, found: FoundKeys): Way[] {
  const known = domains.map((domain) => found.domains.get(domain));
  return [
    ['ref', refs.map(([system, ref]) => found.refs.get(refKey(system, ref)))],
    ['domain', known.map((each) => (each?.isBrand === false ? each.accountId : undefined))],
    ['brand', known.map((each) => each?.accountId)],
    ['parentDomain', parents.map((domain) => found.domains.get(domain)?.accountId)],
    ['email', email === null ? [] : [found.emails.get(email)]],
    ['phone', phones.map((phone) => found.phones.get(phone))],
  ];
}
