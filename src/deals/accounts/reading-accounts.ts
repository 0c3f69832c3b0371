import { readAddress } from '../../contact/address.js';
import { type IdentifyingSettings, identifyingAddress, identifyingNumber } from '../../contact/identifying.js';
import { changesBetween, fieldOf } from '../../documents/change.js';
import { companyDomain } from '../../leads/company.js';
import { faultsOf } from '../../platform/input/checked.js';
import { collectFaults, type Fault, fault, step } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { merge } from '../../platform/input/merge-patch.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { faultsOfDomain } from '../reading-deals.js';
import { type Account, type AccountContact, type AccountFields, type AccountRoles, contactSent } from './account.js';
import { AccountBody, type AccountPatch } from './account.schema.js';

export interface ReadAccount {
  readonly faults: readonly Fault[];
  /** Whether the result has the shape of an account. If not, `fields` is of no use. */
  readonly isShaped: boolean;
  readonly fields: AccountFields;
  /** Names of the changed fields, such as `refs.hubspot`. */
  readonly changed: readonly string[];
}

/**
 * Applies a patch to an account, and validates the result.
 * @param account before the patch; null for a new one
 */
export function readAccount(account: Account | null, patch: AccountPatch, settings: IdentifyingSettings): ReadAccount {
  const before = account === null ? {} : sentAs(account);
  const merged = { ...DEFAULTS, ...merge(before, patch) } as unknown as AccountBody;
  const shape = faultsOf(AccountBody, merged);
  const isShaped = shape.length === 0;
  const domains = isShaped ? merged.domains : [];
  const brands = isShaped ? merged.brands : [];
  const { name, type, refs = {}, ownerRepId = null, roles = {}, parentId = null, protectedUntil } = merged;
  const fields: AccountFields = {
    name,
    type,
    domains: domains.map(keyOf),
    brands: brands.map(keyOf),
    contacts: isShaped ? merged.contacts.map((contact) => readContact(contact, settings)) : [],
    refs,
    ownerRepId: ownerRepId?.toLowerCase() ?? null,
    roles: lowered(roles),
    parentId: parentId?.toLowerCase() ?? null,
    protectedUntil: isShaped && protectedUntil !== undefined ? instantOf(protectedUntil) : null,
  };
  const faults = collectFaults(
    shape,
    faultsOfDomains('/domains', domains, []),
    faultsOfDomains('/brands', brands, fields.domains),
    isShaped && merged.contacts.flatMap(({ email }, place) => faultsOfEmail(email, place)),
  );
  const changed =
    account === null ? [] : changesBetween(sentAs(account), sentAs({ ...account, ...fields })).map(fieldOf);
  return { faults, isShaped, fields, changed };
}

const DEFAULTS = { type: 'prospect', domains: [], brands: [], contacts: [] };

function keyOf(domain: string): string {
  return companyDomain(domain) ?? domain;
}

function faultsOfDomains(pointer: string, domains: readonly string[], others: readonly string[]): Fault[] {
  const keys = domains.map(keyOf);
  return [
    ...domains.flatMap((domain, place) => faultsOfDomain(`${pointer}${step(place)}`, domain)),
    ...keys.flatMap((key, place): Fault[] => {
      const first = keys.indexOf(key);
      const at = { pointer: `${pointer}${step(place)}`, code: 'duplicate' };
      if (first !== place) return [{ ...at, message: `This is the same as entry ${first} (counted from 0).` }];
      return others.includes(key) ? [{ ...at, message: `${key} is among the domains of the account already.` }] : [];
    }),
  ];
}

function faultsOfEmail(email: string | undefined, place: number): Fault[] {
  if (email === undefined || readAddress(email) !== null) return [];
  return [fault(`/contacts${step(place)}/email`, 'format', 'Expected an e-mail address.')];
}

function readContact(
  { email, phone }: { readonly email?: string; readonly phone?: string },
  settings: IdentifyingSettings,
): AccountContact {
  return {
    email: email ?? null,
    emailKey: identifyingAddress(email, settings),
    phone: phone ?? null,
    phoneKey: identifyingNumber(phone, undefined, settings),
  };
}

/** Ids are stored, and so compared, in lower case. */
function lowered(roles: AccountRoles): AccountRoles {
  return Object.fromEntries(Object.entries(roles).map(([role, repId]) => [role, repId.toLowerCase()]));
}

function sentAs(account: AccountFields): Record<string, unknown> {
  const { name, type, domains, brands, contacts, refs, ownerRepId, roles, parentId, protectedUntil } = account;
  return {
    name,
    type,
    domains,
    brands,
    refs,
    roles,
    contacts: contacts.map(contactSent),
    ...(ownerRepId !== null && { ownerRepId }),
    ...(parentId !== null && { parentId }),
    ...(protectedUntil !== null && { protectedUntil: isoOrNull(protectedUntil)! }),
  };
}
