import type { EventData } from '../../events/event.js';
import { companyKeyOf } from '../../leads/company.js';
import type { LeadDocument } from '../../leads/lead.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Row } from '../../platform/sql/table.js';
import { type AccountCase, RowCase } from '../row-case.js';
import type { ACCOUNT, ACCOUNT_CONTACT } from './account.table.js';

export const ACCOUNT_TYPES = ['prospect', 'customer', 'former', 'partner', 'competitor'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** The roles of reps with an account, besides its owner. */
export const ACCOUNT_ROLES = ['sales', 'manager', 'delivery'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];
export type AccountRoles = Readonly<Partial<Record<AccountRole, string>>>;

/** A person at an account, by whom leads are matched; the keys have the form in which those of leads are compared. */
export type AccountContact = Readonly<Omit<Row<typeof ACCOUNT_CONTACT>, 'accountId' | 'place'>>;

type StoredRole = `${AccountRole}RepId`;

export interface Account extends Omit<Row<typeof ACCOUNT>, 'nameKey' | 'keeperRepId' | StoredRole> {
  /** Normalized; no two accounts share a domain. */
  readonly domains: readonly string[];
  /** Domains of its brands, under the same rule. */
  readonly brands: readonly string[];
  readonly contacts: readonly AccountContact[];
  readonly refs: Readonly<Record<string, string>>;
  readonly roles: AccountRoles;
}

/** Returns the rep who looks after the account: its manager, else its owner. */
export function keeperOf({ roles, ownerRepId }: Pick<Account, 'roles' | 'ownerRepId'>): string | null {
  return roles.manager ?? ownerRepId;
}

/** Identifies an account: by its domain if there is one, else by its name. */
export interface AccountName {
  readonly name: string;
  /** Normalized. */
  readonly domain: string | null;
}

/** Returns the company of a lead, or null if the lead names none. */
export function accountNameOf({ company, emailKey }: Pick<LeadDocument, 'company' | 'emailKey'>): AccountName | null {
  const domain = companyKeyOf(company?.domain, emailKey ?? undefined);
  const name = company?.name ?? domain;
  return name === null ? null : { name, domain };
}

export type AccountFields = Omit<
  Account,
  'id' | 'toldType' | 'reckonOn' | 'createdAt' | 'updatedAt' | 'eventSeq' | 'eventXid'
>;

/** The other fields of an account of which only the name is known. */
export const ACCOUNT_DEFAULTS: Omit<AccountFields, 'name'> = {
  type: 'prospect',
  domains: [],
  brands: [],
  contacts: [],
  refs: {},
  ownerRepId: null,
  roles: {},
  parentId: null,
  protectedUntil: null,
};

type NewAccount = AccountFields & Pick<Account, 'id'>;

export function contactSent({ email, phone }: AccountContact): { email?: string; phone?: string } {
  return { ...(email !== null && { email }), ...(phone !== null && { phone }) };
}

/** Creates an account; the caller writes it. */
export function beginAccount(work: UnitOfWork, fields: NewAccount): AccountCase {
  const row = {
    ...fields,
    toldType: null,
    reckonOn: null,
    createdAt: work.now,
    updatedAt: work.now,
    eventSeq: 0,
    eventXid: null,
  };
  const account = new RowCase<Account>('account', row, null);
  work.record(account, 'account.created', factsOf(row));
  return account;
}

/** Does nothing if no field changed. @param changed names of the changed fields, for the event */
export function changeAccount(
  work: UnitOfWork,
  account: AccountCase,
  fields: Partial<Account>,
  changed: readonly string[],
): void {
  if (changed.length === 0) return;
  account.row = { ...account.row, ...fields };
  work.record(account, 'account.updated', { ...factsOf(account.row), fields: changed });
}

/** Records that an account is taken back with its import; the caller deletes it. */
export function accountUndone(work: UnitOfWork, account: AccountCase): void {
  work.record(account, 'account.undone', factsOf(account.row));
}

function factsOf({ type, ownerRepId, roles }: Account): EventData {
  return { type, ownerRepId, roles };
}
