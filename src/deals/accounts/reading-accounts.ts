import { changesBetween, fieldOf } from '../../documents/change.js';
import { faultsOf } from '../../platform/checked.js';
import { type Fault, step } from '../../platform/fault.js';
import { merge } from '../../platform/merge-patch.js';
import { faultsOfDomain } from '../reading-deals.js';
import { type Account, type AccountRoles, companyDomain } from './account.js';
import { AccountBody, type AccountPatch } from './account.schema.js';

type AccountFields = Pick<Account, 'name' | 'type' | 'domains' | 'refs' | 'ownerRepId' | 'roles'>;

export interface ReadAccount {
  /** Why it cannot be that; the rest is of use when there are none. */
  readonly faults: readonly Fault[];
  readonly fields: AccountFields;
  /** The names of what is different now, such as `refs.hubspot`. */
  readonly changed: readonly string[];
}

/** An account as it would be with what is said of it now. @param account what it was; null for a new one */
export function readAccount(account: Account | null, patch: AccountPatch): ReadAccount {
  const before = account === null ? {} : sentAs(account);
  const told = { ...DEFAULTS, ...merge(before, patch) } as unknown as AccountBody;
  const shape = faultsOf(AccountBody, told);
  const domains = shape.length > 0 ? [] : told.domains;
  const keys = domains.map((domain) => companyDomain(domain) ?? domain);
  const faults = [
    ...shape,
    ...domains.flatMap((domain, place) => faultsOfDomain(`/domains${step(place)}`, domain)),
    ...keys.flatMap((key, place) => {
      const first = keys.indexOf(key);
      if (first === place) return [];
      return [
        {
          pointer: `/domains${step(place)}`,
          code: 'duplicate',
          message: `Is the same as entry ${first} (counted from 0).`,
        },
      ];
    }),
  ];
  const { name, type, refs = {}, ownerRepId = null, roles = {} } = told;
  const fields: AccountFields = {
    name,
    type,
    domains: keys,
    refs,
    ownerRepId: ownerRepId?.toLowerCase() ?? null,
    roles: lowered(roles),
  };
  const changed =
    account === null ? [] : changesBetween(sentAs(account), sentAs({ ...account, ...fields })).map(fieldOf);
  return { faults, fields, changed };
}

const DEFAULTS = { type: 'prospect', domains: [] };

/** Ids are compared as they are kept. */
function lowered(roles: AccountRoles): AccountRoles {
  return Object.fromEntries(Object.entries(roles).map(([role, repId]) => [role, repId.toLowerCase()]));
}

function sentAs({ name, type, domains, refs, ownerRepId, roles }: AccountFields): Record<string, unknown> {
  return { name, type, domains, refs, roles, ...(ownerRepId !== null && { ownerRepId }) };
}
