import type { EventData } from '../../events/event.js';
import { companyKeyOf } from '../../leads/company.js';
import type { LeadDocument } from '../../leads/lead.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Row } from '../../platform/table.js';
import { type AccountCase, RowCase } from '../row-case.js';
import type { ACCOUNT, ACCOUNT_CONTACT } from './account.table.js';

export const ACCOUNT_TYPES = ['prospect', 'customer', 'former', 'partner', 'competitor'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** Who has to do with an account, besides whoever it belongs to. */
export const ACCOUNT_ROLES = ['sales', 'manager', 'delivery'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];
export type AccountRoles = Readonly<Partial<Record<AccountRole, string>>>;

/** Somebody there, by whom leads are known; with their address and number as those of leads are compared. */
export type AccountContact = Readonly<Omit<Row<typeof ACCOUNT_CONTACT>, 'accountId' | 'place'>>;

type StoredRole = `${AccountRole}RepId`;

/** A company that we deal with, or might. */
export interface Account extends Omit<Row<typeof ACCOUNT>, 'nameKey' | 'keeperRepId' | StoredRole> {
  /** As they are compared; no other account has one of them. */
  readonly domains: readonly string[];
  /** The domains of its brands, of which the same is true. */
  readonly brands: readonly string[];
  readonly contacts: readonly AccountContact[];
  /** Its ids in other systems, by system. */
  readonly refs: Readonly<Record<string, string>>;
  /** The reps, by what they do. */
  readonly roles: AccountRoles;
}

/** Who looks after it: once somebody has taken it over, they do. */
export function keeperOf({ roles, ownerRepId }: Pick<Account, 'roles' | 'ownerRepId'>): string | null {
  return roles.manager ?? ownerRepId;
}

/** By what an account is found: by its domain where there is one, else by its name. */
export interface AccountName {
  readonly name: string;
  /** As it is compared. */
  readonly domain: string | null;
}

/** The company that a lead is of; null where it names none. */
export function accountNameOf({ company, emailKey }: Pick<LeadDocument, 'company' | 'emailKey'>): AccountName | null {
  const domain = companyKeyOf(company?.domain, emailKey ?? undefined);
  const name = company?.name ?? domain;
  return name === null ? null : { name, domain };
}

/** What is known of an account before it is one. */
export type AccountFields = Omit<Account, 'id' | 'toldType' | 'reckonOn' | 'createdAt' | 'updatedAt' | 'eventSeq'>;

/** Nothing but its name. */
export const UNTOLD: Omit<AccountFields, 'name'> = {
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

/** A contact as it was sent. */
export function contactSent({ email, phone }: AccountContact): { email?: string; phone?: string } {
  return { ...(email !== null && { email }), ...(phone !== null && { phone }) };
}

/** A new account; the caller writes it. */
export function beginAccount(work: UnitOfWork, fields: NewAccount): AccountCase {
  const row = { ...fields, toldType: null, reckonOn: null, createdAt: work.now, updatedAt: work.now, eventSeq: 0 };
  const account = new RowCase<Account>('account', row, null);
  work.record(account, 'account.created', factsOf(row));
  return account;
}

/** @param changed names of the fields that differ, as the event tells them; none changes nothing */
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

function factsOf({ type, ownerRepId, roles }: Account): EventData {
  return { type, ownerRepId, roles };
}
